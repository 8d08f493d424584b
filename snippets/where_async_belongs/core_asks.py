"""Plain code decides what to ask next, and async code asks."""

import asyncio

PAGES = {"/": ["/news", "/map"], "/news": ["/", "/tea"]}


class Crawl:  # plain: tested without a loop
    def __init__(self, start):
        self.to_visit = [start]
        self.seen = {start}

    def next_page(self):
        return self.to_visit.pop(0) if self.to_visit else None

    def found(self, links):
        for link in links:
            if link not in self.seen:
                self.seen.add(link)
                self.to_visit.append(link)


async def fetch_links(path):
    await asyncio.sleep(0.1)  # a server takes its time
    return PAGES.get(path, [])


async def crawl(start):
    pages = Crawl(start)
    while path := pages.next_page():
        pages.found(await fetch_links(path))
    return sorted(pages.seen)


print(asyncio.run(crawl("/")))
#> ['/', '/map', '/news', '/tea']
