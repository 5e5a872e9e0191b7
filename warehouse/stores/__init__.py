"""Keep immutable objects outside of the home: in a bucket or in another folder, each whole or not there.

An object is named by what it holds and never changes, and the catalogue alone says which there are: a store is asked
for names to clear away, never to find out what is true. A folder of the home may be bound to a store
(`warehouse.stores.bound_folders`); then the store keeps its objects, and what lies in the folder are copies.
"""
