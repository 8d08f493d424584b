# /// script
# dependencies = ["twisted"]
# [tool.lab]
# masks = ["folder"]
# clock = { use = "own", reason = "its server is another process" }
# dev_mode = { on = false, reason = "readBody warns of Twisted's own transport: twisted#8227" }
# browser = { runs = false, reason = "its server is another process, and a page has none" }
# ///
"""With Twisted: an agent with a pool, and a semaphore for the limit."""

from local_site import started
from twisted.internet import defer, error, reactor
from twisted.python import log
from twisted.web import client


@defer.inlineCallbacks
def check_status(agent, url):
    try:
        request = agent.request(b"GET", url.encode())
        response = yield request.addTimeout(1, reactor)
        yield client.readBody(response).addTimeout(1, reactor)
        return response.code
    except (error.ConnectingCancelledError, defer.TimeoutError):
        return "late"
    except error.ConnectError:
        return "broken"
    except client.ResponseFailed as failed:
        causes = [why.type for why in failed.reasons]
        return "late" if defer.CancelledError in causes else "broken"


def check_all(urls):
    pool = client.HTTPConnectionPool(reactor)
    pool.maxPersistentPerHost = 100
    agent = client.Agent(reactor, pool=pool)
    limit = defer.DeferredSemaphore(100)
    checks = [limit.run(check_status, agent, url) for url in urls]
    answers = []
    done = defer.gatherResults(checks, consumeErrors=True)
    done.addCallbacks(answers.extend, log.err)
    done.addCallback(lambda _: reactor.stop())
    reactor.run()
    return answers


if __name__ == "__main__":
    with started() as site:
        pages = ["ok", "ok", "fails", "stalls", "resets", "ok"]
        print(check_all([site + page for page in pages]))
