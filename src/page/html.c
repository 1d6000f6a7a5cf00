/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "page/html.h"

#include "base/times.h"
#include "iter8/experiment.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

enum { SHOWN_DIGITS = 4, ALL_DIGITS = 17 };

/* What stands for a byte, or NULL where it stands for itself. */
static const char *entity(unsigned char byte)
{
    switch (byte) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\t':
    case '\n': return NULL;
    default: return byte < 0x20 || byte == 0x7F ? "\xEF\xBF\xBD" : NULL;
    }
}

/* The bytes of a control beyond ASCII: U+0080..9F, and those that turn the direction of writing:
 * U+200E, U+200F, U+202A..202E, U+2066..2069; else 0. */
static size_t control_length(const unsigned char *at)
{
    if (at[0] == 0xC2 && at[1] >= 0x80 && at[1] <= 0x9F) return 2;
    if (at[0] != 0xE2) return 0;
    if (at[1] == 0x80 && (at[2] == 0x8E || at[2] == 0x8F || (at[2] >= 0xAA && at[2] <= 0xAE)))
        return 3;
    return at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9 ? 3 : 0;
}

/* Whether a long name may go on in the next line between two of its characters: behind what
 * separates its parts, and before a capital letter inside of it. */
static int may_break(unsigned char before, unsigned char after)
{
    if (before == '/' || before == '_' || before == '.' || before == ':') return after != before;
    return before >= 'a' && before <= 'z' && after >= 'A' && after <= 'Z';
}

void iter8__html_name(iter8__text *html, const char *name)
{
    char part[2] = {'\0', '\0'};
    for (const char *at = name; at != NULL && *at != '\0'; at++) {
        if (at > name && may_break((unsigned char)at[-1], (unsigned char)at[0]))
            iter8__text_add_string(html, "<wbr>");
        size_t control = control_length((const unsigned char *)at);
        part[0] = *at;
        if (control > 0)
            iter8__text_add_string(html, "\xEF\xBF\xBD");
        else
            iter8__html_text(html, part);
        at += control > 0 ? control - 1 : 0;
    }
}

void iter8__html_text(iter8__text *html, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (at != NULL && *at != '\0') {
        size_t control = control_length(at);
        const char *instead = control > 0 ? "\xEF\xBF\xBD" : entity(*at);
        if (instead != NULL)
            iter8__text_add_string(html, instead);
        else
            iter8__text_add_char(html, (char)*at);
        at += control > 0 ? control : 1;
    }
}

static void add_number(iter8__text *html, double value, int digits)
{
    if (isnan(value))
        iter8__text_add_string(html, "none");
    else if (isinf(value))
        iter8__text_add_string(html, value > 0 ? "\xE2\x88\x9E" : "-\xE2\x88\x9E");
    else if (digits < ALL_DIGITS && fabs(value) >= 1e4 && fabs(value) < 1e15)
        iter8__text_add_double(html, floor(value + 0.5));
    else
        iter8__text_add_short_double(html, value, digits);
}

void iter8__html_number(iter8__text *html, double number)
{
    add_number(html, number, ALL_DIGITS);
}

static void add_percent(iter8__text *html, int hundredths)
{
    iter8__text_add_double(html, hundredths / 100.0);
    iter8__text_add_char(html, '%');
}

void iter8__html_add(iter8__text *html, const char *pattern, ...)
{
    va_list arguments;
    va_start(arguments, pattern);
    for (const char *at; (at = strchr(pattern, '$')) != NULL; pattern = at + 2) {
        iter8__text_add(html, pattern, (size_t)(at - pattern));
        switch (at[1]) {
        case 't': iter8__html_text(html, va_arg(arguments, const char *)); break;
        case 'b': iter8__html_name(html, va_arg(arguments, const char *)); break;
        case 'r': iter8__text_add_string(html, va_arg(arguments, const char *)); break;
        case 'n': add_number(html, va_arg(arguments, double), SHOWN_DIGITS); break;
        case 'w': add_number(html, va_arg(arguments, double), ALL_DIGITS); break;
        case 'i': iter8__text_add_integer(html, va_arg(arguments, int)); break;
        default: add_percent(html, va_arg(arguments, int)); break;
        }
    }
    va_end(arguments);
    iter8__text_add_string(html, pattern);
}

void iter8__html_span(iter8__text *html, double seconds)
{
    static const struct {
        double seconds;
        const char *name;
    } units[] = {{86400, " d"}, {3600, " h"}, {60, " min"}, {1, " s"}};
    size_t unit = 0;
    while (unit < 3 && seconds < units[unit].seconds)
        unit++;
    if (unit == 3) {
        iter8__html_add(html, "$n s", seconds);
        return;
    }
    double whole = floor(seconds / units[unit].seconds);
    double rest = floor((seconds - whole * units[unit].seconds) / units[unit + 1].seconds);
    iter8__html_add(html, "$w$r", whole, units[unit].name);
    if (rest > 0) iter8__html_add(html, " $w$r", rest, units[unit + 1].name);
}

void iter8__html_time(iter8__text *html, int64_t time_ns)
{
    char text[ITER8__TIME_BYTES];
    if (time_ns == ITER8_NO_TIME) return;
    iter8__time_format(time_ns - ((time_ns % ITER8__NS_PER_S) + ITER8__NS_PER_S) % ITER8__NS_PER_S,
                       text);
    iter8__html_add(html, "<time datetime=\"$r\">", text);
    /* 2021-01-01T00:00:00Z, for people: a space, and no Z. */
    text[10] = text[19] = '\0';
    iter8__html_add(html, "$r $r</time>", text, text + 11);
}

void iter8__html_table(iter8__text *html, const char *caption, const char *first_column)
{
    iter8__html_add(html,
                    "<details><summary>As a table</summary>"
                    "<div class=scroll role=region tabindex=0 aria-label=\"$t\">"
                    "<table><caption>$t</caption>\n<thead><tr><th scope=col>$t</th>",
                    caption, caption, first_column);
}

void iter8__html_table_body(iter8__text *html)
{
    iter8__text_add_string(html, "</tr></thead>\n<tbody>\n");
}

void iter8__html_table_end(iter8__text *html)
{
    iter8__text_add_string(html, "</tbody></table></div></details>\n");
}
