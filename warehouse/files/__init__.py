"""Files on the disk: each is there as a whole or not at all, has its mode from the start, and outlasts a power cut.

All of it goes one way. A draft is made in the same folder, with its mode; it is written and its bytes are synced; it
gets its name; the folder is synced, and with it the name. Whoever tells of a file afterwards (a commit, a link, another
file) tells of what is on the disk. A killed process leaves drafts behind and nothing else (`warehouse.files.drafts`).
"""
