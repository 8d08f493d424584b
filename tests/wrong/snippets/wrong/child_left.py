"""A process that nobody waits for."""

import subprocess
import sys

WAITS = "import time; time.sleep(60)"
subprocess.Popen([sys.executable, "-c", WAITS])
