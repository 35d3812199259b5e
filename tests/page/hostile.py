"""Pastes that try to run, load or break something."""

from __future__ import annotations

RUN = "globalThis.ran = 1"
SMALL = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror='{RUN}'>",
    f"<svg onload='{RUN}'><animate onbegin='{RUN}' attributeName=x dur=1s>",
    f"<svg><style><img src=x onerror='{RUN}'></style></svg>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={RUN}&gt;'>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror='{RUN}'>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<a href='javascript:{RUN}'>click</a><a href='  java\nscript:{RUN}'>click</a><a href='data:text/html,<script>{RUN}</script>'>x</a>",
    "<iframe srcdoc='<script>parent.ran = 1</script>'></iframe><object data='https://evil.example/x'></object><embed src='https://evil.example/y'>",
    "<link rel=stylesheet href='https://evil.example/a.css'><style>@import 'https://evil.example/b.css'; p { background: url(https://evil.example/c) }</style><p>x",
    "<p style='background-image:url(https://evil.example/d); color: red; list-style: url(https://evil.example/e)'>x</p>",
    "<div background='https://evil.example/f' style='behavior:url(#x)'>x</div><table background='https://evil.example/g'><tr><td>x",
    "<meta http-equiv=refresh content='0;url=https://evil.example/h'><base href='https://evil.example/'>",
    "<img src='https://evil.example/pixel.gif' width=1 height=1><img srcset='https://evil.example/i 2x'><picture><source srcset='https://evil.example/j'></picture>",
    "<video src='https://evil.example/k' autoplay poster='https://evil.example/l'></video><audio src='https://evil.example/m' autoplay></audio>",
    "<input autofocus onfocus='globalThis.ran = 1'><details open ontoggle='globalThis.ran = 1'><summary>x</summary></details>",
    "<form action='https://evil.example/n'><button>x</button></form><button formaction='javascript:globalThis.ran = 1'>x</button>",
    "<template><img src=x onerror='globalThis.ran = 1'></template><xmp><img src=x onerror='globalThis.ran = 1'></xmp>",
    '<p style="width: expression(globalThis.ran = 1)">x</p><p style=\'font-family: "</style><img src=x onerror=globalThis.ran=1>"\'>x</p>',
    "<a id=body name=cookie href='https://example.org'>x</a><form id=panel><input name=children></form><img name=getElementById>",
    "<body onload='globalThis.ran = 1' onpageshow='globalThis.ran = 1'><p>x</p></body><frameset onload='globalThis.ran = 1'>",
    "<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><image href=1 onerror=globalThis.ran=1 /></svg>#x'></use></svg>",
    "<p>\u202eI am out\u0000</p><p>&#0;&#x1F600;&lt;script&gt;globalThis.ran = 1&lt;/script&gt;</p>",
    "<!--><img src=x onerror='globalThis.ran = 1'>--><![CDATA[<img src=x onerror='globalThis.ran = 1'>]]><?xml <img src=x onerror='globalThis.ran = 1'>?>",
)
LARGE = {
    "5 MB": "<p>I am out of the office until 12/18/26.</p>" * 120_000,
    "10,000 deep": "<div>" * 10_000 + "I am out of the office until 12/18/26." + "</div>" * 10_000,
    "10,000 deep in a table": "<table><tr><td>" * 3_000 + "I am out.",
    "one long word": "<p>" + "a" * 300_000,
    "many style rules": "<style>"
    + "".join(f".a{n} .b p:not(.c{n}) {{ color: red }}" for n in range(20_000))
    + "</style><p>I am out until 12/18/26.",
    "many attributes": "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">I am out until 12/18/26.",
    "regular expressions' worst": "<p>" + "from 12/14/26 to " * 20_000,
}
