import itertools

from odoo.tests import BaseCase, tagged

from odoo.addons.crm_cubicl.tools.folding import fold, fold_initials


@tagged("post_install", "-at_install")
class TestFolding(BaseCase):
    def test_turkish_letters(self):
        for text, folded in {
            "IŞIK": "isik",
            "ışık": "isik",
            "İŞİK": "isik",
            "isik": "isik",
            "Çiğdem Öztürk": "cigdem ozturk",
            "KÂĞIT": "kagit",
            "Rûhî": "ruhi",
        }.items():
            with self.subTest(text=text):
                self.assertEqual(fold(text), folded)

    def test_four_letters_i_are_one(self):
        spellings = {"".join(word) for word in itertools.product("Iıİi", repeat=3)}
        self.assertEqual({fold(word) for word in spellings}, {"iii"})

    def test_decomposed_letters(self):
        """What macOS writes as a letter and a mark folds like the single letter."""
        self.assertEqual(fold("c\u0327ig\u0306dem"), fold("çiğdem"))
        self.assertEqual(fold("I\u0307zmir"), "izmir")

    def test_other_languages(self):
        for text, folded in {
            "Ærøskøbing": "aeroskobing",
            "Łódź": "lodz",
            "Straße": "strasse",
            "Đoković": "dokovic",
            "Cœur": "coeur",
            "МОСКВА": "москва",
        }.items():
            with self.subTest(text=text):
                self.assertEqual(fold(text), folded)

    def test_words_are_parted(self):
        self.assertEqual(
            fold("  Koç-Yapı & Ortakları, (İzmir)_2 "), "koc yapi ortaklari izmir 2"
        )
        self.assertEqual(fold("ayse.yilmaz@firma.com"), "ayse yilmaz firma com")
        self.assertEqual(fold("%_\\'\""), "")
        self.assertEqual(fold(""), "")

    def test_initialisms_are_one_word(self):
        self.assertEqual(fold("T.C. Ziraat Bankası A.Ş."), "tc ziraat bankasi as")
        self.assertEqual(fold("Koç A.Ş"), "koc as")
        self.assertEqual(fold_initials("Koç Holding A.Ş."), "a s")

    def test_folding_twice_changes_nothing(self):
        for text in ("T.A.Ş. İIıi", "Ærø ß", "ﬁrma ①", "Ǆ ŉ"):
            with self.subTest(text=text):
                self.assertEqual(fold(fold(text)), fold(text))
