from odoo.tests import BaseCase, tagged

from ..tools.file_names import (
    clean_name,
    free_name,
    make_room,
    name_in_zip,
    shorten,
    sniff_mimetype,
    split_extension,
)


@tagged("post_install", "-at_install")
class TestFileNames(BaseCase):
    def test_clean_name(self):
        for name, kept in {
            "teklif.pdf": "teklif.pdf",
            "../../etc/passwd": "passwd",
            "C:\\Windows\\win.ini": "win.ini",
            "a/": "",
            "..": "",
            " . ": "",
            "": "",
            None: "",
            "\u200b\u202e": "",
            "rapor\u202efdp.exe": "raporfdp.exe",
            "iki\tsatır\nadı.txt": "iki satır adı.txt",
            "yag\u0306mur.txt": "yağmur.txt",
            ".gizli": ".gizli",
            "nul\x00.txt": "nul.txt",
        }.items():
            with self.subTest(name):
                self.assertEqual(clean_name(name), kept)

    def test_free_name(self):
        self.assertEqual(free_name("a.pdf", []), "a.pdf")
        self.assertEqual(free_name("a.pdf", ["A.PDF"]), "a (2).pdf")
        self.assertEqual(free_name("a.pdf", ["a.pdf", "a (2).pdf"]), "a (3).pdf")
        self.assertEqual(free_name("Klasör", ["Klasör"]), "Klasör (2)")
        long = "x" * 200
        self.assertLessEqual(len(free_name(long, [long])), 200)

    def test_make_room(self):
        taken = ["Teklif", "Fatura"]
        names = {2: "teklif", 3: "Teklif (2)", 4: "FATURA"}
        renamed = make_room(names, taken)
        self.assertEqual(renamed, {2: "teklif (3)", 4: "FATURA (2)"})
        self.assertEqual(make_room({1: "a", 2: "A"}, []), {2: "A (2)"})

    def test_extension_is_kept(self):
        self.assertEqual(split_extension("a.tar.gz"), ("a.tar", ".gz"))
        self.assertEqual(split_extension("Sn. Ali Bey"), ("Sn. Ali Bey", ""))
        self.assertEqual(split_extension(".bashrc"), (".bashrc", ""))
        self.assertEqual(shorten("ş" * 300 + ".pdf"), "ş" * 196 + ".pdf")

    def test_name_in_zip(self):
        self.assertEqual(name_in_zip('a<b>:"/\\|?*.txt'), "a_b________.txt")
        self.assertEqual(name_in_zip("..."), "_")

    def test_kind_is_what_the_content_says(self):
        png = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00\x00\x00\x01" * 2
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
        for raw, name, kind in (
            (png, "a.png", "image/png"),
            (png, "a.html", "image/png"),
            (b"%PDF-1.4 x", "a.txt", "application/pdf"),
            (b"ad;soyad\n1;2\n", "a.csv", "text/csv"),
            (b"merhaba", "a.txt", "text/plain"),
            (b"merhaba", "a.html", "text/plain"),
            (b"<html><script>1</script></html>", "a.png", "text/plain"),
            (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg", "text/plain"),
            (b'<?xml version="1.0"?><a/>', "a.xml", "text/plain"),
            (b"\x00\x01\x02\x03" * 9, "a.png", "application/octet-stream"),
            (ole, "a.xls", "application/vnd.ms-excel"),
        ):
            with self.subTest(name=name, kind=kind):
                self.assertEqual(sniff_mimetype(raw, name), kind)
