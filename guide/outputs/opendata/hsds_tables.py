"""The tables of Open Referral HSDS 3.0 that this guide fills, with all their fields.

Facts from the published schema (https://docs.openreferral.org/en/3.0/hsds/schema_reference.html),
written down anew: names, types, formats, what is required, in the order of the schema. HSDS 3.1
only adds fields and tables. A field is `name`, then signs: `!` required, `*` unique, `#` a number,
`@` a day, `~` a time, `@~` both, `:uri`, `:email`, `:uuid` its format, `=` the words it may hold.
tests/hsds_published.py compares this with the published files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

VERSION = "3.0"


@dataclass(frozen=True)
class Field:
    name: str
    type: str  # of the Table Schema: string, number, date, time, datetime
    required: bool  # in a table: what JSON requires too, and the columns that lead to other rows
    unique: bool
    format: str | None
    words: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    name: str
    file: str
    fields: tuple[Field, ...]


SIGNS = {"#": "number", "@": "date", "~": "time", "@~": "datetime", "": "string"}


def _field(written: str) -> Field:
    text, _, words = written.partition("=")
    text, _, form = text.partition(":")
    name = text.rstrip("!*#@~")
    signs = text[len(name) :]
    kind = SIGNS[signs.replace("!", "").replace("*", "")]
    allowed = tuple(word.replace("_", " ") for word in words.split("|")) if words else ()
    return Field(name, kind, "!" in signs, "*" in signs, form or None, allowed)


def _table(name: str, file: str, fields: str) -> Table:
    return Table(name, file, tuple(map(_field, fields.split())))


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        _table(
            "organization",
            "organizations.csv",
            """id!*:uuid name! alternate_name description! email:email website:uri tax_status tax_id
            year_incorporated# legal_status logo uri:uri parent_organization_id:uuid""",
        ),
        _table(
            "service",
            "services.csv",
            """id!*:uuid organization_id!:uuid program_id:uuid name! alternate_name description
            url:uri email:email status!=active|inactive|defunct|temporarily_closed
            interpretation_services application_process fees_description wait_time fees
            accreditations eligibility_description minimum_age# maximum_age# assured_date@
            assurer_email:email licenses alert last_modified@~:date-time""",
        ),
        _table(
            "attribute",
            "attributes.csv",
            "id!*:uuid link_id!:uuid taxonomy_term_id!:uuid link_type link_entity! value",
        ),
        _table(
            "service_at_location",
            "service_at_location.csv",
            "id!*:uuid service_id!:uuid location_id!:uuid description",
        ),
        _table(
            "location",
            "locations.csv",
            """id!*:uuid location_type!=physical|postal|virtual url:uri organization_id:uuid name
            alternate_name description transportation latitude# longitude# external_identifier
            external_identifier_type""",
        ),
        _table(
            "phone",
            "phones.csv",
            """id!*:uuid location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid
            service_at_location_id:uuid number! extension# type description""",
        ),
        _table(
            "address",
            "addresses.csv",
            """id!*:uuid location_id:uuid attention address_1! address_2 city! region
            state_province! postal_code! country! address_type!=physical|postal|virtual""",
        ),
        _table(
            "schedule",
            "schedules.csv",
            """id!*:uuid service_id:uuid location_id:uuid service_at_location_id:uuid valid_from@
            valid_to@ dtstart@ timezone# until@ count# wkst=MO|TU|WE|TH|FR|SA|SU
            freq=WEEKLY|MONTHLY interval# byday byweekno bymonthday byyearday description opens_at~
            closes_at~ schedule_link:uri attending_type notes""",
        ),
        _table(
            "service_area",
            "service_areas.csv",
            "id!*:uuid service_id:uuid name description extent extent_type uri",
        ),
        _table(
            "required_document",
            "required_documents.csv",
            "id!*:uuid service_id:uuid document uri:uri",
        ),
        _table(
            "language",
            "languages.csv",
            "id!*:uuid service_id:uuid location_id:uuid phone_id:uuid name code note",
        ),
        _table(
            "taxonomy_term",
            "taxonomy_terms.csv",
            """id!*:uuid code* name! description! parent_id:uuid taxonomy language taxonomy_id:uuid
            term_uri:uri""",
        ),
        _table(
            "cost_option",
            "cost_options.csv",
            """id!*:uuid service_id!:uuid valid_from@ valid_to@ option currency amount#
            amount_description""",
        ),
        _table("taxonomy", "taxonomies.csv", "id!*:uuid name! description! uri:uri version"),
    )
}
