"""`cornerstone export`: the tables of `storage.exports` as files, CSV or Parquet, whole or not at all."""
