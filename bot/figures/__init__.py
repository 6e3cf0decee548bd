"""`/api/v1`: the tables of `storage.exports` over HTTP, for whoever has a token; read only."""
