/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/memory.h"
#include "metrics/template.h"

#include <criterion/criterion.h>

static const iter8__named_value variables[] = {
    {"revision", "r1"}, {"namespace", "shop"}, {"_x9", "under"},   {"elapsedTime", "never"},
    {"twice", "first"}, {"twice", "second"},   {"money", "$name"},
};
static const iter8__version plain = {
    .name = "old", .variables = variables, .variable_count = sizeof variables / sizeof *variables};

static void expect_rendered(const iter8__version *version, const char *template,
                            const char *expected)
{
    iter8_allocator allocator;
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), 0);
    iter8__bindings bindings = {version, "61", "1000", NULL};
    iter8__text text;
    iter8__text_init(&text, &allocator);
    iter8__template_render(template, &bindings, &text);
    cr_expect_str_eq(iter8__text_string(&text), expected, "%s became %s", template,
                     iter8__text_string(&text));
    iter8__text_clear(&text);
}

Test(metrics_template, placeholders_are_replaced)
{
    static const struct {
        const char *template;
        const char *rendered;
    } cases[] = {
        {"", ""},
        {"no placeholder", "no placeholder"},
        {"$name", "old"},
        {"${name}", "old"},
        {"a $name b ${revision}c", "a old b r1c"},
        {"$revision$namespace", "r1shop"},
        {"[$elapsedTimes]", "[$elapsedTimes]"},
        {"[${elapsedTime}s]", "[61s]"},
        {"$_x9-", "under-"},
        {"$twice", "second"},
        {"[$nowSeconds, $startSeconds]", "[1000, $startSeconds]"},
        {"$money", "$name"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_rendered(&plain, cases[i].template, cases[i].rendered);
}

Test(metrics_template, two_dollars_are_one)
{
    expect_rendered(&plain, "$$", "$");
    expect_rendered(&plain, "$$name", "$name");
    expect_rendered(&plain, "$$$name", "$old");
    expect_rendered(&plain, "$$$$", "$$");
    expect_rendered(&plain, "^a$$|b$$", "^a$|b$");
}

Test(metrics_template, what_is_unknown_or_malformed_stays)
{
    static const char *const templates[] = {
        "$unknown", "${unknown}", "$",   "a$",       "$ name", "$9",     "${9}",
        "${",       "${name",     "${}", "${na me}", "$-",     "{name}", "$\xC3\xA9"};
    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++)
        expect_rendered(&plain, templates[i], templates[i]);
    expect_rendered(&plain, "${na$name", "${naold");
    expect_rendered(&plain, "$Name $nam $names", "$Name $nam $names");
}

Test(metrics_template, elapsed_time_wins_over_a_variable)
{
    expect_rendered(&plain, "$elapsedTime", "61");
}

Test(metrics_template, variable_wins_over_the_name)
{
    static const iter8__named_value own_name[] = {{"name", "service-a"}};
    const iter8__version version = {.name = "a", .variables = own_name, .variable_count = 1};
    expect_rendered(&version, "$name ${name}", "service-a service-a");
}
