"""Before coroutines, each later step needed a separate function."""

import asyncio

loop = asyncio.new_event_loop()


def ask(question):
    answer = loop.create_future()
    loop.call_later(0.1, answer.set_result, f"{question}: 200")
    return answer


def check_status():
    answer = ask("first page")
    answer.add_done_callback(then_check_the_second)
    print("check_status has returned, without an answer")


def then_check_the_second(answer):
    print(answer.result())
    answer = ask("second page")
    answer.add_done_callback(then_stop)


def then_stop(answer):
    print(answer.result())
    loop.stop()


check_status()
loop.run_forever()
loop.close()
