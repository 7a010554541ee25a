"""The bookmark that sends the page in a browser to the upload page.

It opens our page and hands the page's source over by `postMessage`, addressed to our origin alone. Our page takes one
message, from the window that opened it, and puts it into the fields as text. Nothing is stored before the person has
looked at it and pressed the button of our own form, with our own token: a strange site that does the same as the
bookmark reaches no further than a filled-in form. Our page gives the strange site no answer but that it was heard.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from django.utils.translation import gettext

#: Names the message, so that the page does not take another script's for it.
KIND = "baoku-page"
#: Sends twice a second until the page answers, for as long as somebody may take to allow the window.
_CODE = """(()=>{
const to=%(address)s,site=new URL(to).origin,page=open(to);
if(!page)return alert(%(blocked)s);
const html="<!DOCTYPE html>"+document.documentElement.outerHTML,url=location.href.split("#")[0];
let left=120;
const turn=setInterval(()=>{if(left--)page.postMessage({kind:%(kind)s,html,url},site);else clearInterval(turn)},500);
addEventListener("message",e=>{if(e.source===page&&e.origin===site)clearInterval(turn)});
})()"""


def bookmark(address: str) -> str:
    """Return the bookmark as a javascript: address. address: the absolute one of our page that takes the message."""
    blocked = gettext("The browser did not open Baoku. Allow this site to open windows, and try again.")
    words = {"address": address, "blocked": blocked, "kind": KIND}
    code = _CODE % {name: json.dumps(value) for name, value in words.items()}
    return "javascript:" + quote(code.replace("\n", ""))
