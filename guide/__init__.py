"""The guide, in the order it is made; a module imports only from those above it.

problems      what an editor is told, and where; how it is printed
files         bytes -> text: encoding, size, what cannot be read
lines         mistakes that can be seen in single lines
syntax        what PyYAML says about broken YAML, in an editor's words
compose       YAML text -> nodes
source        YAML and front matter as text that knows its place
names         links out of folders, names that Windows has taken
fields        the kinds of value a field may hold, and what a field is for
conditions    condition grammar: what a transition may ask for
languages     the languages an edition can have
pathways      pydantic models of pathways.yaml: stations, transitions
offers        pydantic models of offers.yaml: organizations, locations, services
employers     pydantic models of employers.yaml and placements.yaml: what firms do and offer
model         pydantic models of the other files, and the list of all files
firm_sentences  what mistakes in the files about firms are called
sentences     what each kind of mistake is called
explain       what pydantic found -> Problem at its place
references    each id once, each reference to a record that exists
contents      the pages of content/: a layout each, and an address
load          files -> Guide, problems on the way
local         names of places and offices: found, taken out, marked
graph         stations, residence statuses and the transitions between them
profile       what a reader says; conditions judged against it
onward        which transitions are open to a reader, and what a stay changes
routes        from a situation to a goal: the few routes worth telling apart
reachability  a grid of readers: each finds a next station, or somebody to ask
proof         proofreading a translation against its German
audience      which editions are asked for a text that only firms read
approval      who has checked a translation, and when: a comment in its catalog
catalog       PO in and out, message states (place-keyed)
safety        which texts could harm somebody if they were translated wrongly
codes         short codes of records, for links that hold several
urls          where everything is, links relative to a page
icalendar     the lines of a calendar file: escaped, folded
labels        short German names for what the model calls by key
freshness     how long a check holds: fresh, due, overdue, unknown; which days are over
upkeep        what editors have to ask again, and what is over
facts         phones, amounts, deadlines in a language
isolate       German words in a translation: found, marked, kept from turning
markup        Markdown: token-level translation, facts, glossary words, internal links
fold          texts as search compares them: one letter for all that are confused
readability   how hard a German text is (Amstad)
facets        what readers choose offers by: yes, no or unknown
waiting       where readers wait, and what they can do meanwhile
edition       Guide + catalog -> one language edition: fallback, lang and dir
phrases       conditions in words
artifact      a file of the site: its path, and how to make it
assets        css and pictures under hashed names
icons         our own pictures; each page carries those it uses
templating    Jinja with less around each call and each text: a fifth of a build
render        Jinja environment; a page's own template, then the shell
messages      every German text of the site with its place
site          guide, graph and editions: all that outputs and checks look at
gaps          what is there and what is missing, counted: offers, stations, languages, checks
outputs       what the site consists of: start, pages, basket, search, improve, offline, open data …
printing      sheets of paper: rows, HTML, PDF through the system's browser, gates
terms         terminology sheets: a German word, its rendering in a language
inflection    words in all their forms: German ones found, renderings recognised
wording       translations against their sheet, and against each other
weights       how heavy the pages are for a phone, and which are too heavy
checks        what is checked beyond the shape of the files
todo          the same as a calendar and as a list for a month
assure        writes into data/ that somebody has checked records
fetch         asks web servers politely whether a page is there
links         external links with their places; what is wrong with them, in words
whereabouts   the place of a message in words
translations  what is done with catalogs: status, update, check, keep, move
exchange      catalogs as Excel files, and back
review        a kit for offices that check a language: pages with pictures, a table, and back
forges        problems as GitHub and GitLab show them at the line
tables        the standing of translations as text, Markdown, JSON
forms         an answer for a new record, judged, and the record's lines
questions     what is asked for a new record
insert        a record into a file, every other byte as it was
enlist        a new language: its line in region.yaml, its empty catalog
adopt         the whole guide for another Landkreis
schema        model -> JSON Schema for editors
supply        the packages that the guide is built with: locks, licences, SBOM
processes     several things at once, on all cores
lock          one build at a time in a folder
swap          two folders change places at one stroke
write         shares of the site -> site/: all or nothing
publish       site/ -> folder, zip or host: only what changed, new before old
targets       where it goes: a folder here, a zip file
remote        a host, by the system's rsync or sftp
unchanged     has anything changed since the last build? before anything heavy is loaded
shards        parts of the site, built apart by language, put together
watch         what the files look like right now
preview       the same plan, read anew at each change; the page asked for, with mistakes above it
serve         shows the preview and reloads the browser
arguments     argparse in German
cli           commands; the only place that prints, exits, reads the clock
"""
