"""A signal without a handler."""

import os
import signal

os.kill(os.getpid(), signal.SIGTERM)
