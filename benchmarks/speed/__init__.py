"""How fast the guide is built, beside Hugo and Eleventy: the same site, in the same run.

Run: python3 build.py bench [--offers 60,600] [--rounds 5] [--help]
"""
