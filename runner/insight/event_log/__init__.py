"""The log leaves: as XES, as OCEL 2.0, or as a table; as it is, or with pseudonyms."""
