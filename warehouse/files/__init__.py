"""Write files atomically and durably: each is there whole or not at all, with its mode, and survives power loss.

Every file is written in the same way. A draft is created in the same folder, with its mode; its bytes are written and
synced; it is renamed; the folder is synced, which makes the name durable. Whatever refers to the file afterwards (a
commit, a link, another file) therefore refers to bytes on the disk. A killed process leaves only drafts behind
(`warehouse.files.drafts`).
"""
