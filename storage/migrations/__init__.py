"""How the tables came to be, revision by revision; ``storage.schema`` applies them."""
