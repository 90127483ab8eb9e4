"""The least a webhook can do and still keep what it acknowledged: one aiohttp handler, one insert, one commit.

python benchmarks/peers/bare_webhook.py PORT FILE
"""

import sqlite3
import sys

from aiohttp import web


def make_app(file: str) -> web.Application:
    """A handler that commits what came before it answers, as durably as ours (``synchronous=FULL``)."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE reply (id TEXT PRIMARY KEY, sender TEXT, text TEXT)")

    async def handle(request: web.Request) -> web.Response:
        query = request.query
        connection.execute(
            "INSERT OR IGNORE INTO reply VALUES (?, ?, ?)", (query["id"], query["from"], query["text"])
        )
        return web.Response(text="")

    app = web.Application()
    app.router.add_get("/inbound", handle)
    return app


if __name__ == "__main__":
    web.run_app(make_app(sys.argv[2]), host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
