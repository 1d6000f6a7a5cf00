/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What all pages have: their style, and the marks that charts use. */
#include "page/html.h"

#include <stddef.h>

/* A browser loads nothing and runs nothing, whatever a page says. */
static const char head[] =
    "<!DOCTYPE html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n"
    "<meta name=viewport content=\"width=device-width,initial-scale=1\">\n"
    "<meta http-equiv=Content-Security-Policy content=\"default-src 'none';style-src "
    "'unsafe-inline';img-src data:\">\n"
    "<meta name=color-scheme content=\"light dark\">\n<meta name=generator content=libiter8>\n"
    "<link rel=icon href=\"data:,\">\n<title>";

/* Colours that those who see few of them tell apart, dashes and marks besides. */
static const char *const style[] = {
    "<style>\n:root{color-scheme:light dark;--page:#f4f6f8;--card:#fff;--ink:#1a1f26;"
    "--quiet:#56616d;--rule:#d5dbe1;--grid:#e6eaee;--good:#0b7350;--bad:#b4123f;--s0:#0b62b8;"
    "--s1:#c2560c;--s2:#0b7a5e;--s3:#8e3c9e;--s4:#776200;--s5:#5a5f66}\n"
    "@media screen and (prefers-color-scheme:dark){:root{--page:#0e1217;--card:#171c23;"
    "--ink:#e8ecf1;--quiet:#a3aeb9;--rule:#343d48;--grid:#272f39;--good:#4ad6a2;--bad:#ff7d9c;"
    "--s0:#6db4ff;--s1:#ff9f5a;--s2:#45d6b0;--s3:#dc9bea;--s4:#e0cb54;--s5:#b4bcc6}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;"
    "overflow-wrap:break-word}\n"
    "main{max-width:64rem;margin:auto;padding:1.5rem 1rem 3rem}\n"
    "h1,h2,h3,p,dl,dd,ul{margin:0}\n"
    "h1{font-size:1.75rem;line-height:1.2}h2{font-size:1.15rem;margin-bottom:.6rem}"
    "h3{font-size:1rem;margin-top:1.25rem}h2+h3,section>h3:first-child{margin-top:0}"
    "a{color:inherit}article{display:grid;gap:1rem;margin-top:2.5rem;"
    "grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr))}"
    "article>*,.facts>*{min-width:0}article>h2,article>.lead,article>.full{grid-column:1/"
    "-1;margin:0}"
    "article>h2{font-size:1.4rem}\n"
    "section{background:var(--card);border:1px solid var(--rule);border-radius:.75rem;"
    "padding:1rem 1.25rem;margin-top:1rem;break-inside:avoid}\n"
    "article>section{margin:0}figure{margin:0}figcaption{margin-top:.25rem;font-size:.875rem}\n"
    ".quiet,dt,caption,summary,figcaption{color:var(--quiet)}.good{color:var(--good)}"
    ".bad{color:var(--bad)}\n"
    ".lead{font-size:1.1rem;margin:.5rem 0 1rem}.badge{white-space:nowrap;font-weight:600}\n"
    ".facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,11rem),1fr));gap:."
    "75rem}\n"
    "dt,caption,summary,small{font-size:.875rem}dd{font-weight:600}ul{padding-left:1.25rem}\n",
    "time{white-space:nowrap}.scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-"
    "numeric:tabular-nums}\n"
    "caption{text-align:left;padding:.25rem 0}\n"
    "th,td{overflow-wrap:break-word;text-align:left;vertical-align:top;padding:.4rem 1.25rem .4rem "
    "0;"
    "border-top:1px solid var(--rule)}thead th{border:0;vertical-align:bottom}\n"
    "td{white-space:nowrap}.stack td{white-space:normal}details tbody th{font-weight:400}\n"
    "summary{cursor:pointer;padding:.25rem 0}\n"
    ".wide{width:100%}.wide th{min-width:5rem}.wide "
    "th[scope=row]{min-width:8.25rem;width:30%}.wide td{min-width:5rem;white-space:normal}\n"
    ".strip{display:block;width:100%;min-width:5rem;max-width:16rem;height:1rem;margin:.25rem 0}\n"
    "svg{overflow:visible}.plot svg{overflow:hidden}text{font-size:.75rem;fill:var(--quiet)}\n"
    ".plot{display:block;width:calc(100% - 4.25rem);height:13rem;margin:1.25rem .75rem 2rem "
    "3.5rem}\n"
    ".y{text-anchor:end;transform:translate(-.5rem,.25rem)}"
    ".x{text-anchor:middle;transform:translate(0,1.25rem)}\n"
    ".grid{stroke:var(--grid)}.hint{fill:transparent}.hint:hover{fill:var(--ink);opacity:.08}\n"
    ".line{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round;"
    "vector-effect:non-scaling-stroke}\n"
    ".outer{fill:currentColor;opacity:.12}.band{fill:currentColor;opacity:.2}"
    ".area{fill:currentColor;opacity:.3}\n"
    ".whisker{stroke:currentColor;stroke-width:2;opacity:.6}\n",
    "line.limit{stroke:var(--bad);stroke-width:2}path.limit{color:var(--bad)}"
    "text.limit{fill:var(--bad);text-anchor:end;paint-order:stroke;stroke:var(--card);"
    "stroke-width:3}\n"
    ".beyond{fill:url(#beyond)}#beyond path{stroke:var(--bad);opacity:.3}\n"
    ".event line{stroke:var(--ink);opacity:.45;stroke-dasharray:2 3}.event "
    "use{fill:var(--ink)}.event text{fill:var(--ink)}.event .end{text-anchor:end}\n"
    ".m{fill:currentColor;stroke:var(--card)}.no{stroke:var(--bad);stroke-width:2.5}"
    ".halo{stroke:var(--card);stroke-width:5.5}\n"
    ".defs{position:absolute;width:0;height:0}\n"
    ".key{display:inline-flex;align-items:center;gap:.4rem;margin-right:1.25rem;"
    "color:var(--ink)}.key svg{width:2rem;height:1rem}\n"
    ".bars{font-size:.875rem}.bars svg{display:block;width:100%;margin:.1rem 0 .6rem}\n"
    ".levels p{margin-top:.25rem}.trough{fill:var(--grid)}.bar{fill:currentColor}.bars "
    ".whisker{stroke:var(--ink);opacity:.8}\n"
    ".strip .good,.strip .bad{fill:currentColor}.strip .base{stroke:var(--rule);"
    "vector-effect:non-scaling-stroke}\n"
    ".s0{color:var(--s0)}.s1{color:var(--s1)}.s2{color:var(--s2)}.s3{color:var(--s3)}"
    ".s4{color:var(--s4)}.s5{color:var(--s5)}\n"
    ".line.s1,.s1 .line{stroke-dasharray:8 3}.line.s2,.s2 .line{stroke-dasharray:2 3}"
    ".line.s3,.s3 .line{stroke-dasharray:9 3 2 3}.line.s4,.s4 .line{stroke-dasharray:14 4}"
    ".line.s5,.s5 .line{stroke-dasharray:4 4}\n"
    "footer{margin-top:1rem;font-size:.875rem}\n"
    "@media(max-width:34rem){section{padding:.9rem}th,td{padding-right:.75rem}.x.odd{display:none}"
    /* On a phone each row of these tables becomes a list, each value behind its column's name. */
    ".stack,.stack caption,.stack tbody,.stack tr,.stack td,.stack th[scope=row]"
    "{display:block;width:auto}.stack tr{border-top:1px solid var(--rule);padding:.4rem 0}"
    ".stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    ".stack td,.stack th[scope=row]{border:0;padding:.1rem 0;white-space:normal}"
    ".stack td[data-of]::before{content:attr(data-of)': ';color:var(--quiet)}}\n"
    "@media print{body{background:#fff}section{border-color:#bbb}.hint{display:none}"
    "details::details-content{content-visibility:visible;block-size:auto}}\n"
    "</style>\n</head>\n<body>\n",
    "<svg class=defs aria-hidden=true><defs>"
    "<path id=m0 class=m d=\"M-4.5 0a4.5 4.5 0 0 0 9 0a4.5 4.5 0 0 0-9 0z\"/>"
    "<path id=m1 class=m d=\"M-4-4h8v8h-8z\"/><path id=m2 class=m d=\"M0-5L5 4H-5z\"/>"
    "<path id=m3 class=m d=\"M0-5.5L5.5 0L0 5.5L-5.5 0z\"/><path id=m4 class=m d=\"M0 5L5-4H-5z\"/>"
    "<path id=m5 class=m d=\"M-5-2h3v-3h4v3h3v4h-3v3h-4v-3h-3z\"/>"
    "<g id=no><path class=halo d=\"M-4-4l8 8m0-8l-8 8\"/>"
    "<path class=no d=\"M-4-4l8 8m0-8l-8 8\"/></g>"
    "<path id=flag d=\"M0 0v-9l8 3z\"/>"
    "<pattern id=beyond width=6 height=6 patternUnits=userSpaceOnUse>"
    "<path d=\"M-1 1l2-2M0 6L6 0M5 7l2-2\"/></pattern></defs></svg>\n<main>\n"};

void iter8__html_begin(iter8__text *html, const char *title)
{
    iter8__html_add(html, "$r$t</title>\n", head, title);
    for (size_t i = 0; i < sizeof style / sizeof *style; i++)
        iter8__text_add_string(html, style[i]);
}

void iter8__html_end(iter8__text *html)
{
    iter8__text_add_string(html, "</main>\n</body>\n</html>\n");
}
