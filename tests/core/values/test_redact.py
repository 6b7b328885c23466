"""Blanking secrets: in every form in which a cloud may repeat one, and nothing that says nothing."""

import base64
import html
import json
import logging
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_serving.core.values.log import get_logger
from pulumi_serving.core.values.redact import Redactor, redact
from pulumi_serving.core.values.text import Marked, encodable

quick = settings(deadline=None, database=None, max_examples=60)
SECRET = 'MARKER-pa$$w0rd "é" <&> x/y\\z'
RAW = SECRET.encode()
FORMS = {
    "as it is": SECRET,
    "JSON": json.dumps(SECRET),
    "JSON with its letters": json.dumps(SECRET, ensure_ascii=False),
    "JSON in JSON": json.dumps(json.dumps(SECRET)),
    "a repr": repr(SECRET),
    "HTML": html.escape(SECRET),
    "HTML with numbers": SECRET.replace('"', "&#34;").replace("<", "&#x3C;"),
    "JSON in HTML": html.escape(json.dumps(SECRET)),
    "a path": quote(SECRET),
    "a URL": quote(SECRET, safe=""),
    "a URL in small letters": quote(SECRET, safe="").lower(),
    "a query": quote_plus(SECRET),
    "a URL in a URL": quote(quote(SECRET)),
    "base64": base64.b64encode(RAW).decode(),
    "base64 after one byte": base64.b64encode(b"x" + RAW + b"y").decode()[2:],
    "base64 after two bytes": base64.b64encode(b"xx" + RAW + b"y").decode()[3:],
    "base64 for URLs": base64.urlsafe_b64encode(RAW).decode(),
    "hexadecimal": RAW.hex(),
    "capitals": SECRET.upper(),
    "small letters": SECRET.lower(),
    "wrapped lines": SECRET[:9] + "\n    " + SECRET[9:],
    "control characters": SECRET[:9] + "\x1b\u200b" + SECRET[9:],
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_form_of_a_secret_is_blanked(form):
    """Whatever a cloud does to a text before it repeats it, no four letters of it in a row are left."""
    shown = Redactor([SECRET]).text(f"bad value: {form} (code 7)")
    assert shown.startswith("bad value: ")
    assert shown.endswith("(code 7)")
    left = shown.removeprefix("bad value: ").removesuffix("(code 7)").replace("[secret]", "").replace("&quot;", "")
    assert not any(form[at : at + 4] in left for at in range(len(form) - 3) if form[at : at + 4].isalnum())


@pytest.mark.parametrize("size", [7, 12, 19, 27])
@pytest.mark.parametrize("form", ["as it is", "JSON", "HTML", "a URL", "base64", "a URL in small letters"])
@pytest.mark.parametrize("end", ["", "...", "…", " [truncated]", '"'])
def test_a_text_that_was_cut_leaves_no_beginning_of_a_secret(form, size, end):
    """A cloud that cuts its own text leaves a part of a secret at the end, perhaps in the middle of an escape."""
    shown = Redactor([SECRET]).text(f"said: {FORMS[form][:size]}{end}")
    left = shown.removeprefix("said: ").replace("[secret]", "")
    assert not any(part in left for part in ("MARK", "mark", FORMS[form][:6]))


def test_a_text_whose_beginning_was_cut_leaves_no_end_of_a_secret():
    """The last lines of a log begin anywhere."""
    assert Redactor([SECRET]).text(f"...{SECRET[8:]} was refused") == "...[secret] was refused"


@pytest.mark.parametrize("mark", ["...", "\u2026"])
def test_a_quotation_that_was_cut_leaves_neither_end_nor_middle_of_a_secret(mark):
    """A quotation that begins with the mark of a cut may stand anywhere in a text, and be cut at its end, too."""
    assert Redactor([SECRET]).text(f"log: {mark}{SECRET[8:]} was refused") == f"log: {mark}[secret] was refused"
    assert Redactor([SECRET]).text(f"log: {mark}{SECRET[4:20]}{mark} was refused").count("[secret]") == 1
    assert "pa$$" not in Redactor([SECRET]).text(f"log: {mark}{SECRET[4:20]}{mark} was refused")


@pytest.mark.parametrize("end", ["[...]", "<cut>", "****", "(16 more)"])
def test_most_of_a_secret_is_blanked_before_any_mark_of_a_cut(end):
    """However a cloud marks that it has cut or masked a text, what it has left of the secret is blanked."""
    assert Redactor([SECRET]).text(f"said: {SECRET[:17]}{end}") == f"said: [secret]{end}"


@pytest.mark.parametrize("end", ["", "."])
def test_a_word_that_ends_a_sentence_is_no_cut_secret(end):
    """The last word of a sentence stays, though a secret begins with it; what is no word, or was cut, does not."""
    assert Redactor(["wrong-password"]).text(f"the password is wrong{end}") == f"the password is wrong{end}"
    for text in ("wrong-", "wrong...", "WRONG", "wrong-passw"):
        assert Redactor(["wrong-password"]).text(f"it is {text}").startswith("it is [secret]"), text
    for secret in ("wrongpassword", "wrongest", "wrong-pas"):
        assert Redactor([secret]).text(f"it is wrong{end}") == f"it is [secret]{end}", secret


def test_a_text_is_cut_after_it_is_blanked():
    """A cut that goes through a secret leaves none of it, and shows that there was more."""
    assert Redactor([SECRET]).cut(f"see {SECRET} and more", 13) == "see [secret] …"
    assert Redactor([SECRET]).cut("short", 13) == "short"


def test_short_texts_are_no_secrets():
    """A text of three characters is left alone: to blank it would blank half the message."""
    assert redact("abc abcd", ["abc"]) == "abc abcd"
    assert redact("abc abcd", ["abcd", ""]) == "abc [secret]"


def test_a_short_secret_is_blanked_as_a_word():
    """A word of four to seven letters is blanked by itself, and not inside of another."""
    assert redact("tiger, tigers and 'tiger'", ["tiger"]) == "[secret], tigers and '[secret]'"


@pytest.mark.parametrize(
    "form",
    [
        *(base64.b64encode(raw).decode() for raw in (b"hunter2", b"user:hunter2", b"ci:hunter2", b"a:hunter2")),
        *(b"hunter2".hex(), b"hunter2".hex().upper(), "HUNTER2", "Hunter2"),
    ],
)
def test_a_short_secret_is_blanked_in_another_form(form):
    """In base64, in a login for example, in hexadecimal and in capitals a short secret can still be read."""
    shown = redact(f"refused: Basic {form} (code 7)", ["hunter2"])
    assert shown.startswith("refused: Basic ")
    assert shown.endswith("(code 7)")
    left = shown.removeprefix("refused: Basic ").removesuffix("(code 7)").replace("[secret]", "").strip(" =")
    assert len(left) <= len(form) - 8 or not left


def test_a_form_with_a_plus_and_a_blank():
    """In a query a blank is a plus, and a plus is an escape: both may stand in one secret."""
    secret = "one two+three/four"
    assert redact(f"bad query: key={quote_plus(secret)}&x=1", [secret]) == "bad query: key=[secret]&x=1"


def test_a_secret_within_another_is_blanked_with_it():
    """No part of the longer one is left over."""
    assert redact("key-with-suffix", ["key-with", "key-with-suffix"]) == "[secret]"


def test_secrets_of_many_are_blanked_in_one_search():
    """What overlaps is blanked whole, though one operation knows the one part of it and another one the other."""
    account, one = Redactor(["key-with-suffix"]), Redactor(["key-with", "some-key"])
    one.include(account)
    account.include(one)
    assert one.text("some-key-with-suffix of some-key") == "[secret] of [secret]"
    other = Redactor()
    other.absorb(one)
    assert other.text("key-with-suffix") == "[secret]-suffix"


def test_white_space_in_a_secret_of_one_counts_for_all():
    """Where two know the same letters, and one of them with white space between, they are found with it, too."""
    for first, second in (("abcd efgh", "abcdefgh"), ("abcdefgh", "abcd efgh")):
        one = Redactor([first])
        one.include(Redactor([second]))
        assert one.text("abcd\tefgh") == "[secret]"
        other = Redactor([first])
        other.absorb(Redactor([second]))
        assert other.text("abcd\tefgh") == "[secret]"


def test_a_text_becomes_one_line():
    """White space of any kind is one blank."""
    assert redact("  a\n\tb  c\r\n", []) == "a b c"


@pytest.mark.parametrize("value", ["1", "true", "INFO", "production", "8080", "0.0.0.0", "python", "image", "0.95"])
def test_a_harmless_value_shreds_no_message(value):
    """What a variable may be set to anywhere is left where it stands, unless the user has marked it."""
    redactor = Redactor()
    redactor.add([value], marked=False)
    text = f"worker 1 of 3 failed at port 8080: {value} is not true"
    assert redactor.text(text) == text


def test_a_number_that_the_user_marked_is_blanked():
    """A number is harmless as the value of a variable, and no longer once it was marked."""
    redactor = Redactor()
    redactor.add([4711, 3, True, 0.5, None, 48151623.0])
    assert redactor.text("3 of 4711 (48151623) is 0.5") == "3 of [secret] ([secret]) is 0.5"


def test_parts_of_a_secret_are_secret():
    """Each line of a key, each word of a command that looks like one, a leaf of JSON, the password of an address."""
    key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----"
    command = "serve --port 9000 --token=hf-MARKER-1 --model /models/llama-2-7b"
    redactor = Redactor([key, command, '{"nested": {"pin": "MARKER-2-pin"}}', "https://me:p4ss-MARKER@host/path"])
    said = "line hkiG9w0BAQEFAASC, option hf-MARKER-1 of 9000, MARKER-2-pin, p4ss-MARKER, no file /models/llama-2-7b"
    assert redactor.text(said) == (
        "line [secret], option [secret] of 9000, [secret], [secret], no file /models/llama-2-7b"
    )


@pytest.mark.parametrize("option", ["--token ", "--hf-token=", "export DB_PASSWORD='", "--api-key: "])
def test_what_an_option_for_a_credential_is_given_is_a_secret(option):
    """A password of small letters alone is one in a command too, since of its option; a path or a number is not."""
    redactor = Redactor(
        [f"serve {option}hunterhunter' --tokenizer meta-llama --secret-file /run/token --max-tokens 4096"]
    )
    said = "login of hunterhunter failed: meta-llama, /run/token, 4096"
    assert redactor.text(said) == "login of [secret] failed: meta-llama, /run/token, 4096"


@quick
@given(secret=st.text(min_size=8, max_size=30), around=st.tuples(st.text(max_size=5), st.text(max_size=5)))
def test_no_form_of_any_secret_is_left(secret, around):
    """A secret of any letters is blanked as it is, in JSON, in a repr, in HTML and in a URL."""
    redactor = Redactor([secret])
    if redactor.text(secret) == " ".join(secret.split()):
        return  # of a few letters that show, or of words that say nothing
    for form in (secret, json.dumps(secret)[1:-1], repr(secret)[1:-1], html.escape(secret), quote_plus(secret)):
        assert "[secret]" in redactor.text(f"{around[0]} {form} {around[1]}")


@quick
@given(text=st.text(max_size=60) | st.text(alphabet="%\\u&#x;ab12+ ", max_size=40))
def test_without_its_secret_a_text_stays(text):
    """Undoing escapes changes nothing of what is shown."""
    shown = Redactor(["MARKER-that-is-not-there"]).blank(text)
    assert shown == text.encode("utf-8", "replace").decode()


def test_what_an_account_knows_counts_for_its_operations():
    """A redactor that includes another blanks what that learns later, too."""
    account, one = Redactor(), Redactor()
    one.include(account)
    account.learn({"urls": [{"name": "ApiInvoke", "token": "MARKER-token"}], "message": "MARKER-words"})
    assert one.text("MARKER-token MARKER-words ApiInvoke") == "[secret] MARKER-words ApiInvoke"


def test_an_answer_of_any_depth_is_learnt_from():
    """A thousand objects inside each other are read without an error."""
    body = {"token": "MARKER-deep"}
    for _ in range(5000):
        body = {"inside": [body]}
    redactor = Redactor()
    redactor.learn(body)
    assert redactor.text("MARKER-deep") == "[secret]"


def test_outputs_are_blanked_or_marked():
    """The cloud's own words are blanked, and an address that is made of a secret is marked; an input is left."""
    redactor = Redactor(["MARKER-name"])
    redactor.know(words=["message", "status"], kept=["name"], outputs=["job_url"])
    outs = {
        "name": "MARKER-name",
        "message": "no MARKER-name, see https://jobs/1234",
        "status": "MARKER_name",
        "url": "https://MARKER-name.example.com",
        "job_url": "https://jobs/1234",
        "other": ["MARKER"],
    }
    assert redactor.outputs(outs) == {
        "name": "MARKER-name",
        "message": "no [secret], see [secret]",
        "status": "MARKER_name",
        "url": Marked("https://MARKER-name.example.com"),
        "job_url": Marked("https://jobs/1234"),
        "other": ["MARKER"],
    }
    assert encodable(Marked("x")) == Marked("x")


def test_no_line_of_the_log_holds_a_secret(caplog):
    """Loggers of this package blank what any running operation knows, in arguments too."""
    redactor = Redactor(["MARKER-in-the-log"])
    with caplog.at_level(logging.DEBUG):
        get_logger("pulumi_serving.test").debug("first %s\n%r", "MARKER-in-the-log", ["MARKER-in-the-log"])
    assert caplog.messages == ["first [secret]\n['[secret]']"]
    assert redactor.text("") == ""


def test_a_line_of_the_log_is_blanked_for_all_operations(caplog):
    """A line holds no secret of any of many operations, nor of the accounts that they include."""
    account = Redactor(["MARKER-account"])
    many = [Redactor([f"MARKER-{number}-of-many"]) for number in range(300)]
    many[7].include(account)
    with caplog.at_level(logging.DEBUG):
        get_logger("pulumi_serving.test").debug("MARKER-0-of-many, MARKER-299-of-many, MARKER-account")
    assert caplog.messages == ["[secret], [secret], [secret]"]
