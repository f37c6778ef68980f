"""The script that measures how well duplicates are found."""

import os
import subprocess
import sys

import psycopg2
import pytest
from wheels import ROOT

from scripts.quality.files import (
    Refusal,
    find_sets,
    read_pairs,
    read_records,
    target_of,
    write_pairs,
)
from scripts.quality.measure import measure

RECORDS = """\
id,name,phone,city
a,Toros Gıda San. ve Tic. A.Ş.,0212 555 12 34,İstanbul
b,TOROS GIDA,+90 212 555 12 34,
c,Ülkü Emlak Ltd. Şti.,0232 444 55 66,İzmir
"""
BAD_RECORDS = {
    "empty": (b"", "is empty"),
    "headings": (b"id,name\n", "holds no record"),
    "columns": (b"number;title\n1;a\n", "lacks the column id and name"),
    "encoding": ("id,name\n1,Şişe\n".encode("cp1254"), "not in UTF-8"),
    "repeated": (b"id,name\n1,a\n1,b\n", "'1' stands in records 1 and 2"),
    "no id": (b"id,name\n,a\n", "record 1 has no id"),
    "huge": (b"id,name\n1," + b"x" * 20_000 + b"\n", "line 2"),
    "values": (b"id,name,city\n1,a\n", "2 values where the first line names 3"),
    "twice": (b"id,name,name\n1,a,b\n", "names a column twice: name"),
    "quote": (b'id,name\n1,"a\n', "quotes have to be closed"),
}


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "set"
    path.mkdir()
    (path / "records.csv").write_text(RECORDS, encoding="utf-8")
    return path


@pytest.mark.parametrize("case", BAD_RECORDS)
def test_bad_records_are_refused_with_a_sentence(tmp_path, case):
    content, words = BAD_RECORDS[case]
    path = tmp_path / "records.csv"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=words):
        read_records(path)


def test_bom_blanks_and_capitals_in_headings(tmp_path):
    path = tmp_path / "records.csv"
    path.write_text(" ID ,Name\n1, Toros \n", encoding="utf-8-sig")
    assert read_records(path) == [{"id": "1", "name": "Toros"}]


def test_pairs(folder):
    path = folder / "pairs.csv"
    assert read_pairs(path, ["a", "b"]) is None
    path.write_text("id1,id2\nb,a\na,b\na,a\n")
    assert read_pairs(path, ["a", "b"]) == {("a", "b")}
    path.write_text("id1,id2\na,x\n")
    with pytest.raises(Refusal, match="'x' is not in records.csv"):
        read_pairs(path, ["a", "b"])


def test_folders(folder):
    assert find_sets(folder) == find_sets(folder.parent) == [folder]
    for wrong in (folder / "none", folder.parent / "set" / "records.csv"):
        with pytest.raises(Refusal, match="no folder"):
            find_sets(wrong)
    (folder / "records.csv").unlink()
    with pytest.raises(Refusal, match="holds a records.csv"):
        find_sets(folder)


def test_where_pairs_go(folder, tmp_path, monkeypatch):
    assert target_of(folder, "", False) == folder / "predicted.csv"
    out = tmp_path / "out"
    assert target_of(folder, str(out / "x.csv"), False) == out / "x.csv"
    assert target_of(folder, str(out), True) == out / "set.csv"
    monkeypatch.setattr("os.access", lambda *_args: False)
    with pytest.raises(Refusal, match="OUT="):
        target_of(folder, "", False)


def test_measures():
    truth = {("1", "2"), ("3", "4")}
    pairs = [("2", "1", 0.9), ("1", "3", 0.7), ("3", "4", 0.4)]
    figures = measure(pairs, truth)
    assert figures.best == pytest.approx(0.8)
    assert figures.shipped == pytest.approx(0.5)
    assert figures.recall == pytest.approx(0.5)
    assert measure([], truth) == (0, 0, 0)
    # equal scores are one step
    assert measure([("1", "2", 0.9), ("5", "6", 0.9)], truth).recall == 0


def test_written_pairs_replace_the_file_at_once(tmp_path):
    path = tmp_path / "predicted.csv"
    write_pairs(path, [("a", "b", 0.75)])
    assert path.read_text().splitlines() == ["id1,id2,score", "a,b,0.750000"]
    assert [found.name for found in tmp_path.iterdir()] == ["predicted.csv"]


@pytest.fixture
def database():
    name = f"crm_quality_test_{os.getpid()}"
    subprocess.run(["dropdb", "--if-exists", "--force", name], check=True)
    subprocess.run(["createdb", "-T", "template0", "-E", "UTF8", name], check=True)
    yield name
    subprocess.run(["dropdb", "--if-exists", "--force", name], check=True)


def _run(database, data, *options):
    config = os.environ["CRM_ODOO_CONFIG"]
    environment = dict(os.environ)
    paths = [environment.get("PYTHONPATH", ""), str(ROOT)]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    return subprocess.run(
        [
            *(sys.executable, "-m", "scripts.quality", "--config", config),
            *("--addons", str(ROOT), "--database", database, "--data", str(data)),
            *options,
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_line_and_pairs(folder, database):
    (folder / "pairs.csv").write_text("id1,id2\na,b\n")
    done = _run(database, folder)
    assert done.returncode == 0, done.stderr
    words = done.stdout.split()
    assert " ".join(words[:9]) == (
        "set best F1 1.000 shipped F1 1.000 recall@P.95 1.000"
    ), done.stdout
    assert words[9] == "seconds" and words[11] == "MB"
    lines = (folder / "predicted.csv").read_text().splitlines()
    assert lines[1].startswith("a,b,0.99")


def test_without_pairs_and_with_a_bad_set(folder, database, tmp_path):
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "records.csv").write_text("")
    out = tmp_path / "out"
    done = _run(database, tmp_path, "--out", str(out))
    assert done.returncode == 1
    assert "set has no pairs.csv to compare with: 1 pairs written" in done.stdout
    assert "bad: " in done.stderr and "is empty" in done.stderr
    assert (out / "set.csv").is_file()
    # nothing stays in the database
    with psycopg2.connect(dbname=database) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename ~ '^quality'")
        assert cursor.fetchone() == (0,)
