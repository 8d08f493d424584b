"""Stop the ticker with the app, and let a caller's timeout through."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "The code after `yield` runs when the app stops. What should happen to the task at that point?",
    "After `cancel()`, the task still has to say goodbye. Wait for it.",
    "`await asyncio.wait([task])` waits, and never raises an error of the *task*. A"
    " cancellation of your own still gets through.",
)


def it_stops_ticking(attempt: Attempt) -> None:
    """After the app has stopped, nothing ticks."""
    lines = attempt.run().lines
    if "stopped" not in lines:
        wrong("The app doesn't stop: no line says so.")
    if "tick" in lines[lines.index("stopped") :]:
        wrong("The ticker keeps running after the app has stopped.")
    if lines.count("tick") != 3:
        wrong("The ticker should tick three times before the app stops.")


def it_says_goodbye(attempt: Attempt) -> None:
    """The ticker says goodbye before the app has stopped."""
    run = attempt.run()
    lines = run.lines
    if "goodbye" not in lines:
        wrong("The ticker is stopped without saying goodbye.")
    if lines.index("goodbye") > lines.index("stopped"):
        wrong("The program says that the app has stopped before the ticker says goodbye.")
    late = run.printed("stopped") - run.printed("goodbye")
    if late > 0.02:
        wrong(f"The app stops {late:.2f} s after the goodbye: wait for the task, not a fixed time.")


def a_timeout_gets_through(attempt: Attempt) -> None:
    """A caller's timeout gets through."""
    run = attempt.call("With a limit of 0.02 seconds for the end", _hurry)
    if not run.result:
        wrong("With a limit of 0.02 seconds for the end, the caller doesn't get a TimeoutError.")
    if run.seconds > 0.5:
        wrong("With a limit of 0.02 seconds for the end, it takes longer than that.")


async def _hurry(program: Program) -> bool:
    from aiohttp import web

    app = web.Application()
    app.cleanup_ctx.append(program.ticker)
    runner = web.AppRunner(app)
    await runner.setup()
    await asyncio.sleep(0.15)
    try:
        async with asyncio.timeout(0.02):
            await runner.cleanup()
    except TimeoutError:
        return True
    finally:
        await asyncio.sleep(0.2)
    return False
