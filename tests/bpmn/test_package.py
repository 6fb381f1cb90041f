"""A package as a folder, a zip, or a diagram with what lies beside it; and zips of strangers."""

import shutil
import stat
import zipfile
from io import BytesIO

import pytest

from runner.bpmn import files
from runner.bpmn import package as packages
from runner.bpmn.package import Package, read_package, read_zip, sort_out, write_zip
from runner.errors import DiagramError
from tests.conftest import WORKFLOWS
from tests.lifecycle import DATA, DEFAULT, FILES


def zipped(members, **more):
    """`members` are names with their bytes, or entries with theirs."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, **more) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def entry(name, **attributes):
    made = zipfile.ZipInfo(name)
    for attribute, value in attributes.items():
        setattr(made, attribute, value)
    return made


GOOD = [("case.bpmn", DATA), *((name, text.encode()) for name, text in FILES.items())]


def test_a_folder_a_zip_and_a_file_are_the_same_package(tmp_path):
    folder = tmp_path / "my-process"
    shutil.copytree(WORKFLOWS, folder)
    packed = tmp_path / "my-process.zip"
    packed.write_bytes(zipped(GOOD))
    assert read_package(folder / "case_lifecycle.bpmn") == DEFAULT
    for path in (folder, packed):
        found = read_package(path)
        assert (found.data, found.files) == (DATA, FILES)
    assert set(FILES) == {
        "calendars.toml", "first_response.dmn", "policies.toml", "scenarios/blocked.toml",
        "scenarios/closing.toml", "scenarios/conversation.toml", "scenarios/first_response.toml",
        "scenarios/solution.toml", "texts.de.toml",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["policies.toml", "scenarios/blocked.toml", "scenarios"])
def test_a_link_in_a_folder_is_refused(tmp_path, name):
    """It might lead to any file of the machine, also one that is no part of the package."""
    folder, secret = tmp_path / "cloned", tmp_path / "secret.toml"
    shutil.copytree(WORKFLOWS, folder)
    secret.write_text("secret = 1")
    if (folder / name).is_dir():
        (folder / name).rename(tmp_path / "elsewhere")
        secret = tmp_path / "elsewhere"
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(secret)
    with pytest.raises(DiagramError, match=f"'{name}' of .* is a link"):
        read_package(folder)


def test_what_belongs_to_no_version_is_named(tmp_path):
    shutil.copytree(WORKFLOWS, tmp_path / "all")
    assert set(read_package(tmp_path / "all").left_out) == {"migrations", "replay_helpdesk.toml"}
    strange = zipped([*GOOD, ("README.md", b"Hi"), ("other/case.dmn", b"<dmn/>")])
    assert set(read_zip(strange).left_out) == {"README.md", "other/case.dmn"}


def test_a_package_that_was_written_reads_as_it_was():
    packed = write_zip(DEFAULT, "case_lifecycle.bpmn")
    assert read_zip(packed) == DEFAULT
    assert packed == write_zip(DEFAULT, "case_lifecycle.bpmn")


def test_a_zip_of_a_folder_is_read_as_the_folder():
    """With what an operating system puts beside it."""
    members = [("mine/", b""), *((f"mine/{name}", content) for name, content in GOOD)]
    members += [("__MACOSX/mine/._case.bpmn", b"?"), ("mine/.DS_Store", b"?")]
    assert read_zip(zipped(members)) == DEFAULT


@pytest.mark.parametrize(
    ("member", "says"),
    [
        (("../policies.toml", b""), "'../policies.toml' of The package lies outside"),
        (("/etc/case.dmn", b""), "'/etc/case.dmn' of The package lies outside"),
        (("C:/case.dmn", b""), "'C:/case.dmn' of The package has a name that is no file's"),
        (("forms\\a.json", b""), "has a name that is no file's"),
        (("a\x1b.json", b""), "has a name that is no file's"),
        (
            (entry("policies.toml", external_attr=(stat.S_IFLNK | 0o777) << 16), b"/etc/passwd"),
            "'policies.toml' of The package is a link",
        ),
        (("other.bpmn", DATA), "holds several diagrams: case.bpmn, other.bpmn"),
        (("deep/other.BPMN", DATA), "holds several diagrams: case.bpmn, deep/other.BPMN"),
    ],
)  # fmt: skip
def test_a_hostile_member_is_refused_by_name(member, says):
    with pytest.raises(DiagramError) as refused:
        read_zip(zipped([("case.bpmn", DATA), member]))
    assert says in str(refused.value)
    assert refused.value.findings[0].rule == "package"


def test_the_names_of_a_zip_are_those_of_paths():
    """Some archivers write `./` in front of each."""
    said = [("./case_lifecycle.bpmn", DATA), *((f"./{name}", FILES[name]) for name in FILES)]
    assert read_zip(zipped(said)) == DEFAULT


def test_two_members_of_one_name_are_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        packed = zipped([("case.bpmn", DATA), ("case.bpmn", b"<a/>")])
    with pytest.raises(DiagramError, match=r"two members 'case\.bpmn'"):
        read_zip(packed)


def test_a_bomb_is_refused_before_it_is_unpacked():
    """50 MB of zeros are 50 kB; what the zip says of its sizes is not believed."""
    bomb = zipped([("case.bpmn", DATA), ("bomb.dmn", bytes(packages.LARGEST_PACKAGE))])
    assert len(bomb) < 200_000
    with pytest.raises(DiagramError, match=r"larger than 50,000,000 bytes .*bomb\.dmn"):
        read_zip(bomb)


def test_a_zip_of_very_many_members_is_refused():
    with pytest.raises(DiagramError, match="1,002 members; 1,000 are allowed"):
        read_zip(zipped([("case.bpmn", DATA), *((f"{n}.txt", b"") for n in range(1001))]))


def test_what_is_packed_otherwise_is_refused():
    for kind in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", kind) as archive:
            archive.writestr("case.bpmn", DATA)
        with pytest.raises(DiagramError, match="use deflate"):
            read_zip(packed.getvalue())


def test_a_locked_member_is_refused():
    packed = bytearray(zipped([("case.bpmn", DATA)]))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(header) + flags] |= 1
    with pytest.raises(DiagramError, match=r"'case\.bpmn' of The package is encrypted"):
        read_zip(bytes(packed))


@pytest.mark.parametrize("cut", [0, 10, 1000, -30])
def test_a_zip_that_is_none_is_refused(cut):
    with pytest.raises(DiagramError, match="cannot be read as a zip"):
        read_zip(zipped(GOOD)[:cut])


def test_a_damaged_member_is_refused():
    packed = bytearray(zipped(GOOD))
    packed[200:400] = bytes(200)
    with pytest.raises(DiagramError, match="cannot be read as a zip"):
        read_zip(bytes(packed))


def test_a_package_without_a_diagram_or_with_several_is_refused(tmp_path):
    with pytest.raises(DiagramError, match="holds no diagram"):
        read_package(tmp_path)
    with pytest.raises(DiagramError, match="The package holds no diagram"):
        read_zip(zipped([("policies.toml", b"")]))
    for name in ("a.bpmn", "b.bpmn"):
        (tmp_path / name).write_bytes(DATA)
    with pytest.raises(DiagramError, match=r"several diagrams: a\.bpmn, b\.bpmn"):
        read_package(tmp_path)
    assert read_package(tmp_path / "a.bpmn") == Package(DATA)


def test_what_lies_beside_a_diagram_and_is_not_its_own_stops_nobody(tmp_path):
    """A file in another encoding, a folder; one that belongs to it has to be UTF-8."""
    (tmp_path / "a.bpmn").write_bytes(DATA)
    for name in ("other.dmn", "other.json", "other.toml"):
        (tmp_path / name).write_bytes("für".encode("latin-1"))
    (tmp_path / "folder.json").mkdir()
    table = FILES["first_response.dmn"].encode()
    prefixed = table.replace(b"<decision ", b"<dmn:decision label='x' ")
    (tmp_path / "mine.dmn").write_bytes(prefixed)
    assert read_package(tmp_path / "a.bpmn") == Package(DATA, {"mine.dmn": prefixed.decode()})
    (tmp_path / "mine.dmn").write_bytes(prefixed + "<!-- für -->".encode("latin-1"))
    with pytest.raises(DiagramError, match=r"mine\.dmn in .* is not UTF-8"):
        read_package(tmp_path / "a.bpmn")


def test_a_diagram_is_looked_through_once_however_many_files_there_are(monkeypatch):
    looked = []
    decoded = files.decoded
    monkeypatch.setattr(files, "decoded", lambda data: looked.append(1) or decoded(data))
    given = {f"scenarios/{n}.toml": b'process = "case_lifecycle"' for n in range(50)}
    assert len(sort_out(DATA, given).files) == 50
    assert len(looked) == 1


def test_a_form_with_a_name_that_leads_elsewhere_is_refused():
    data = DATA.replace(b"bpmn:process", b"bpmn:process ", 1) + b"<!-- ../form.json -->"
    with pytest.raises(DiagramError, match=r"'\.\./form\.json' of The package lies outside"):
        sort_out(data, {"../form.json": b"{}"})


def test_names_that_differ_in_capitals_only_are_refused():
    """Some file systems would keep one of them."""
    given = {"scenarios/a.toml": b"", "scenarios/A.toml": b""}
    with pytest.raises(DiagramError, match=r"'scenarios/a\.toml', 'scenarios/A\.toml'. Rename one"):
        sort_out(DATA, given)
