"""A kit for offices whose Sprachmittler check a language: pages, a table, and back again.

sittings  which texts are to be checked, in parts of half an hour
photos    the site's pages on a phone, and where on them each text stands
kit       all of it as a folder that can be sent
answers   the filled table -> what is said about which text
approve   answers -> the catalog
"""
