"""The released set in memory: what makes the public map fast with millions of reports.

    build.py   a Celery task reads the released reports, sorted by Z-order key, and writes them to one file in the media
               storage (`layout.py` says how); then it adds a `MapVersion` row that names the file.
    reader.py  each web process looks at that row once a second, copies a new file, maps it into memory and answers
               from it. The same look brings the withdrawals since: their rows are masked within a second or two.

Every tile of every zoom is one contiguous range of keys, so a viewport is a few slices found by binary search; a filter
is a mask over these slices, and a cluster is a run of equal `key >> shift`. Without a readable file (a new portal, a
lost or damaged file) the map asks the database instead and the next tick of the task writes another file.

Only released columns enter, never a primary key of a report; a report without a public place is not in the file.
"""
