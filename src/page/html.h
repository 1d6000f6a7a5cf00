/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * html.h - pieces of HTML, with what is put into them made harmless.
 *
 * Lengths in charts are whole hundredths of a percent of the chart's width or height: 0 is its left
 * or upper edge, 10000 the other one.
 */
#ifndef ITER8_PAGE_HTML_H
#define ITER8_PAGE_HTML_H

#include "base/text.h"

#include <stdint.h>

enum { ITER8__FULL = 10000 };

/*
 * Adds @p pattern, in which each $ and a letter stands for an argument:
 *
 *     $t  const char *: text, escaped for content and for attributes; NULL is empty
 *     $b  const char *: a name, as text with places where a line may break; content only
 *     $r  const char *: HTML, as it is
 *     $n  double: a number for people, four digits, all before the point; "none" for NaN
 *     $w  double: a number with all its digits
 *     $i  int
 *     $p  int: hundredths of a percent, written as "12.34%"
 */
void iter8__html_add(iter8__text *html, const char *pattern, ...);

/* Text that may stand between tags and in quoted attributes. What a browser would not show, or
 * would turn around the text that follows, becomes U+FFFD. */
void iter8__html_text(iter8__text *html, const char *text);

/* The same for a name, which may be long: with places where a line may break, so for content only.
 */
void iter8__html_name(iter8__text *html, const char *name);

/* "12 s", "1 min 30 s", "2 h 5 min"; of a time that is not negative. */
void iter8__html_span(iter8__text *html, double seconds);

/* A number with all its digits, as $w. */
void iter8__html_number(iter8__text *html, double number);

/* A <time> in UTC; nothing for ITER8_NO_TIME. */
void iter8__html_time(iter8__text *html, int64_t time_ns);

/* All before the content, which is in <main>: escapes the title. */
void iter8__html_begin(iter8__text *html, const char *title);
void iter8__html_end(iter8__text *html);

/* A table that can be opened, beside a chart: the summary, a caption and the beginning of the head,
 * up to the first cell. The body follows iter8__html_table_body(). */
void iter8__html_table(iter8__text *html, const char *caption, const char *first_column);
void iter8__html_table_body(iter8__text *html);
void iter8__html_table_end(iter8__text *html);

#endif
