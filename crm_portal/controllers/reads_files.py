from odoo.http import request

from ..tools.form_values import clean_line
from ..tools.upload import MOST_BYTES, MOST_FILES, judge

# the longest body of a request that carries files
MOST_CONTENT = MOST_BYTES * 3
LONGEST_NAME = 120


class ReadsFiles:
    """What visitors send along: kept when it is what its name says, else refused."""

    def _read_files(self) -> tuple[list[dict], str]:
        """Return what may be kept, and what is wrong with the rest."""
        uploads = [f for f in request.httprequest.files.getlist("files") if f.filename]
        if len(uploads) > MOST_FILES:
            return [], request.env._("At most %s files, please.", MOST_FILES)
        files = []
        for upload in uploads:
            # core rewinds but the first of several when a request is tried again
            upload.stream.seek(0)
            content = upload.read(MOST_BYTES + 1)
            name = self._get_file_name(upload.filename)
            verdict = judge(name, content)
            if verdict.code:
                return [], self._explain_file(name, verdict.code)
            files.append({"name": name, "raw": content, "mimetype": verdict.mimetype})
        return files, ""

    def _get_file_name(self, given: str) -> str:
        """Return the name without folders; the end of a long one tells its kind."""
        name = given.replace("\\", "/").rpartition("/")[2]
        return clean_line(name[-LONGEST_NAME:], LONGEST_NAME)

    def _explain_file(self, name: str, code: str) -> str:
        return {
            "type": request.env._("%s: this kind of file cannot be sent here.", name),
            "empty": request.env._("%s is empty.", name),
            "size": request.env._(
                "%(name)s is larger than %(limit)s MB.",
                name=name,
                limit=MOST_BYTES // 1024**2,
            ),
            "content": request.env._("%s is not what its name says.", name),
        }[code]
