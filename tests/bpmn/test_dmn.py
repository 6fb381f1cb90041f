"""Decision tables as values."""

from runner.bpmn.dmn import Row, read_decisions

TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">
  <decision id="target" name="How fast">
    <decisionTable hitPolicy="FIRST">
      <input><inputExpression><text>priority</text></inputExpression></input>
      <output name="first_response"/>
      <rule><inputEntry><text>"P1"</text></inputEntry><outputEntry><text>"PT30M"</text></outputEntry></rule>
      <rule><inputEntry><text></text></inputEntry><outputEntry><text>"PT8H"</text></outputEntry></rule>
    </decisionTable>
  </decision>
  <decision id="literal"><literalExpression/></decision>
</definitions>"""


def test_a_table_is_read_as_it_is_written():
    (table,) = read_decisions({"targets.dmn": TABLE}).values()
    assert (table.id, table.name, table.hit_policy) == ("target", "How fast", "FIRST")
    assert (table.inputs, table.outputs) == (("priority",), ("first_response",))
    assert table.rows == (Row(('"P1"',), ('"PT30M"',)), Row(("",), ('"PT8H"',)))


def test_what_is_no_table_is_left_to_others():
    files = {"a.dmn": "<broken", "b.dmn": "<!DOCTYPE a><a/>", "policies.toml": TABLE}
    assert read_decisions(files) == {}


def test_the_default_diagram_s_tables_are_found_by_the_ids_of_their_decisions(default_diagram):
    found = read_decisions(default_diagram.files)
    assert found.keys() and all(id == table.id for id, table in found.items())
