"""The SQL: what is kept, and what is asked of it."""

SCHEMA = """
PRAGMA journal_mode = WAL;  -- readers don't wait for a writer
PRAGMA synchronous = FULL;  -- a commit ends once the disk has it
CREATE TABLE IF NOT EXISTS checks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT, request TEXT
);
CREATE TABLE IF NOT EXISTS pages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, check_id INTEGER, url TEXT,
    problem TEXT,  -- NULL: still to be checked; '': it is there
    is_read INTEGER DEFAULT 0,  -- whether its anchors are known
    UNIQUE (check_id, url)
);
CREATE INDEX IF NOT EXISTS todo ON pages (id) WHERE problem IS NULL;
CREATE TABLE IF NOT EXISTS links (
    check_id INTEGER, source TEXT, target TEXT, anchor TEXT,
    UNIQUE (check_id, source, target, anchor)
);
CREATE TABLE IF NOT EXISTS anchors (
    page_id INTEGER, name TEXT, UNIQUE (page_id, name)
);
"""

ADD = "INSERT INTO checks (url, request) VALUES (?, ?)"
ADD_PAGE = "INSERT OR IGNORE INTO pages (check_id, url) VALUES (?, ?)"
ADD_LINK = "INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)"
ADD_ANCHOR = "INSERT OR IGNORE INTO anchors VALUES (?, ?)"
SAVE = "UPDATE pages SET problem = ?, is_read = ? WHERE id = ?"

TODO = """
SELECT pages.id, check_id, pages.url, checks.url, request
FROM pages JOIN checks ON checks.id = check_id
WHERE problem IS NULL AND pages.id > ? ORDER BY pages.id LIMIT ?
"""

PROGRESS = """
SELECT sum(problem IS NOT NULL), sum(problem IS NULL),
    coalesce(sum(problem <> ''), 0)
FROM pages WHERE check_id = ?
"""

BROKEN = """
SELECT source, target, problem
FROM links JOIN pages USING (check_id)
WHERE check_id = :check AND url = target AND problem <> ''
UNION ALL
SELECT source, target || '#' || anchor, 'no such anchor'
FROM links JOIN pages USING (check_id)
WHERE check_id = :check AND url = target AND problem = '' AND is_read
    AND anchor <> '' AND NOT EXISTS (
        SELECT 1 FROM anchors WHERE page_id = id AND name = anchor)
ORDER BY 1, 2
"""

UNFINISHED = """
SELECT count(DISTINCT check_id) FROM pages WHERE problem IS NULL
"""
