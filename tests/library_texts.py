"""What libraries say within a finding: TOML, JSON, XML, the schema of BPMN, JSON Schema and Python's
own parser, which reads conditions. Named here for the catalogs, as no line of ours says them; a text
that is missing is shown in English, as is one longer than the sentence around it that begins with a
place. `tests/kept_texts.py` reads them. Decision 0362.
"""

TOML = (
    "%(what)s (at line %(line)s, column %(column)s)",
    "%(what)s (at end of document)",
    "Expected '=' after a key in a key/value pair",
    "Expected newline or end of document after a statement",
    "Expected ']' at the end of a table declaration",
    "Expected ']]' at the end of an array declaration",
    'Expected "\'"',
    "Invalid value",
    "Invalid statement",
    "Invalid initial character for a key part",
    "Invalid hex value",
    "Illegal character %(character)s",
    "Unescaped '\\' in a string",
    "Unterminated string",
    "Unclosed array",
    "Unclosed inline table",
    "Cannot declare %(name)s twice",
    "Cannot overwrite a value",
    "Duplicate inline table key %(key)s",
)

JSON = (
    "%(what)s: line %(line)s column %(column)s (char %(character)s)",
    "Input is a zero-length, empty document",
    "unexpected end of data",
    "unexpected content after document",
    "unexpected character, expected a string key",
    "unexpected character, expected ':' after key",
    "unexpected character, expected ',' or ']'",
    "unexpected character, expected ',' or '}'",
    "unexpected character, expected a JSON value",
    "unexpected control character in string",
    "invalid literal, expected '%(literal)s'",
    "invalid escaped sequence in string",
    "number with leading zero is not allowed",
    "trailing comma is not allowed",
)

XML = (
    "%(what)s: line %(line)s, column %(column)s",
    "no element found",
    "mismatched tag",
    "syntax error",
    "not well-formed (invalid token)",
    "duplicate attribute",
    "junk after document element",
    "undefined entity",
    "unclosed token",
    "unclosed CDATA section",
    "unknown encoding: %(name)s",
    "XML or text declaration not at start of entity",
    "XML declaration not well-formed",
)

SCHEMA_OF_BPMN = (
    "Element '%(element)s': %(what)s",
    "Element '%(element)s', attribute '%(attribute)s': %(what)s",
    "This element is not expected.",
    "This element is not expected. Expected is ( %(name)s ).",
    "This element is not expected. Expected is one of ( %(names)s ).",
    "Missing child element(s). Expected is ( %(name)s ).",
    "Missing child element(s). Expected is one of ( %(names)s ).",
    "The attribute '%(attribute)s' is not allowed.",
    "The attribute '%(attribute)s' is required but missing.",
    "'%(value)s' is not a valid value of the atomic type '%(type)s'.",
    "'%(value)s' is not a valid value of the local atomic type.",
    "[facet '%(facet)s'] %(what)s",
    "The value '%(value)s' is not an element of the set {%(values)s}.",
    "The value '%(value)s' is not accepted by the pattern '%(pattern)s'.",
    "Character content other than whitespace is not allowed because the content type is "
    "'element-only'.",
    "No matching global declaration available for the validation root.",
)

JSON_SCHEMA = (
    "%(value)s is not valid under any of the given schemas",
    "%(value)s is not of type %(types)s",
    "%(value)s has non-unique elements",
    "%(value)s is less than the minimum of %(least)s",
    "%(value)s is not a 'regex'",
    "%(value)s should be non-empty",
    "%(value)s does not match '%(pattern)s'",
)

PYTHON = (
    "invalid syntax",
    "invalid decimal literal",
    "invalid character '%(character)s' (%(code)s)",
    "invalid non-printable character %(code)s",
    "unterminated string literal (detected at line %(line)s)",
    "'%(bracket)s' was never closed",
    "unmatched '%(bracket)s'",
    "expected 'else' after 'if' expression",
)

ALL = (*TOML, *JSON, *XML, *SCHEMA_OF_BPMN, *JSON_SCHEMA, *PYTHON)
