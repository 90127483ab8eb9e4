"""The one engine under the thirteen small grammars of time: from words to moments, from moments to days and hours.

``timegrammar`` reads the pieces that ``atoms`` finds by a language's lists (``../times/xx.toml``) into moments;
``calendar`` and ``stretches`` say which days and hours these are. The other rooms each know one thing that people say
of time: a list of days, a day counted from another, the rest of a day, a wish taken back.
"""
