"""Sheets on paper: a German column, another beside it, and a PDF that is looked at by itself."""
