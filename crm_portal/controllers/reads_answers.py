from odoo.http import request


class ReadsAnswers:
    """What visitors answered to the questions of a topic."""

    def _read_answers(self, topic, values: dict, errors: dict, customer=None) -> dict:
        """Return the answers; note what is wrong, and what was typed for the page.

        :param topic: the topic chosen, or none
        :param values: what the page is drawn with; gets ``answers``
        :param errors: by name of the field; gets those of the questions
        """
        form, files = request.httprequest.form, request.httprequest.files
        answers, bad = topic._read_answers(form, files, customer)
        errors |= bad
        names = [name for name in form if name.startswith("question_")]
        values["answers"] = {name: form.getlist(name) for name in names}
        # a browser sends no file twice by itself
        values["files_sent"] = {
            name for name in files if any(f.filename for f in files.getlist(name))
        }
        return answers
