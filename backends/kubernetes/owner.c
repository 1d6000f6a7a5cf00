/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/owner.h"

#include "common/deadline.h"
#include "iter8/error.h"
#include "iter8/routing.h"
#include "iter8/snapshots.h"
#include "kubernetes/claim.h"
#include "kubernetes/holder.h"
#include "kubernetes/moment.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_HOLD_S = 60, INTERVALS = 3, MS_PER_S = 1000 };

static int64_t now_ms(void)
{
    return iter8__deadline_in(0);
}

int iter8__owner_open(iter8__owner *owner, const char *holder, int64_t hold_s)
{
    char own[ITER8__HOLDER_BYTES];
    owner->hold_s = hold_s;
    iter8__holder_make(own, owner);
    owner->process = strdup(own);
    owner->holder = strdup(holder != NULL ? holder : own);
    return owner->process != NULL && owner->holder != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

static void free_claim(iter8__claim *claim)
{
    free(claim->path);
    free(claim->target);
    free(claim);
}

void iter8__owner_close(iter8__owner *owner)
{
    while (owner->claims != NULL) {
        iter8__claim *next = owner->claims->next;
        free_claim(owner->claims);
        owner->claims = next;
    }
    free(owner->holder);
    free(owner->process);
    owner->holder = owner->process = NULL;
}

static iter8__claim *find_claim(const iter8__owner *owner, const char *path, const char *target)
{
    iter8__claim *claim = owner->claims;
    while (claim != NULL && (strcmp(claim->path, path) != 0 || strcmp(claim->target, target) != 0))
        claim = claim->next;
    return claim;
}

static iter8__claim *need_claim(iter8__owner *owner, const char *path, const char *target)
{
    iter8__claim *claim = find_claim(owner, path, target);
    if (claim != NULL) return claim;
    claim = calloc(1, sizeof *claim);
    if (claim == NULL) return NULL;
    claim->path = strdup(path);
    claim->target = strdup(target);
    if (claim->path == NULL || claim->target == NULL) {
        free_claim(claim);
        return NULL;
    }
    claim->next = owner->claims;
    owner->claims = claim;
    return claim;
}

static int64_t hold_of(const iter8__owner *owner, const iter8_experiment *experiment)
{
    int64_t intervals = (int64_t)iter8_spec_of(experiment).interval_s * INTERVALS;
    if (owner->hold_s > 0) return owner->hold_s;
    return intervals > LEAST_HOLD_S ? intervals : LEAST_HOLD_S;
}

/* Notes the marks in our way, and since when they have been like that. */
static void watch(iter8__claim *claim, uint64_t seen)
{
    if (claim->seen == seen) return;
    claim->alive = claim->seen != 0;
    claim->seen = seen;
    claim->since_ms = now_ms();
}

/* Whether a mark was renewed lately, as far as the clocks of two machines can tell. */
static int looks_alive(const iter8__claim *claim, const iter8__mark *mark)
{
    int64_t age_s;
    if (claim->alive) return 1;
    return iter8__moment_age(mark->renewed, &age_s) && age_s <= mark->seconds &&
           age_s >= -mark->seconds;
}

static int refuse(iter8__owner *owner, const iter8__claim *claim, const iter8__mark *mark,
                  iter8__line *problem)
{
    int alive = looks_alive(claim, mark);
    iter8__line_set(&owner->held_by, alive ? mark->holder : "");
    iter8__line_set(problem, "its weights belong to ");
    iter8__line_add(problem, mark->holder);
    iter8__line_add(problem, " for the experiment ");
    iter8__line_add(problem, mark->experiment);
    iter8__line_add(problem, ", renewed ");
    iter8__line_add(problem, mark->renewed);
    if (!alive) iter8__line_add(problem, "; waiting whether that is renewed once more");
    return alive ? ITER8_ERR_REFUSED : ITER8_ERR_CONFLICT;
}

/* Another's mark that has a field in common with ours, from an index on. Returns 1 or 0. */
static int find_other(const iter8__ownership *ownership, const iter8__mark_owner *self,
                      size_t *index, iter8__mark *mark)
{
    for (; iter8__marks_get(&ownership->marks, *index, mark); (*index)++) {
        if (!iter8__mark_is_of(mark, self) &&
            iter8__marks_share(&ownership->marks, *index, ownership->fields))
            return 1;
    }
    return 0;
}

/* Mixes a text and its end into a hash (FNV-1a). */
static uint64_t mix(uint64_t hash, const char *text)
{
    do {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    } while (*text++ != '\0');
    return hash;
}

/* Looks at all marks in our way. */
static int judge(iter8__ownership *ownership, iter8__owner *owner, const iter8__mark_owner *self,
                 iter8__line *problem)
{
    iter8__mark first = {.holder = ""}, mark;
    uint64_t seen = 0;
    int64_t seconds = 0;
    for (size_t i = 0; find_other(ownership, self, &i, &mark); i++) {
        if (seen == 0) first = mark;
        seen = mix(mix(seen == 0 ? UINT64_C(0xcbf29ce484222325) : seen, mark.holder), mark.renewed);
        if (mark.seconds > seconds) seconds = mark.seconds;
    }
    watch(ownership->claim, seen);
    if (seen == 0) return ITER8_OK;
    ownership->claim->renewed_ms = 0;
    ownership->due = 1;
    if (now_ms() - ownership->claim->since_ms >= seconds * MS_PER_S) return ITER8_OK;
    return refuse(owner, ownership->claim, &first, problem);
}

/* Notes whether our mark is of this process, or of another one that goes by our name. */
static void note_process(const iter8__ownership *ownership, const iter8__owner *owner,
                         const iter8__mark_owner *self)
{
    iter8__claim *claim = ownership->claim;
    iter8__mark mark;
    for (size_t i = 0; iter8__marks_get(&ownership->marks, i, &mark); i++) {
        if (!iter8__mark_is_of(&mark, self) || *mark.process == '\0') continue;
        if (strcmp(mark.process, owner->process) == 0)
            claim->owned = 1;
        else
            claim->superseded = claim->owned;
    }
}

/* Who has come later under our name has the weights, also when it is done with them: what we have
 * decided is of no worth any more. */
static int check_process(const iter8__ownership *ownership, iter8__owner *owner,
                         const iter8__mark_owner *self, iter8__line *problem)
{
    note_process(ownership, owner, self);
    if (!ownership->claim->superseded) return ITER8_OK;
    iter8__line_set(&owner->held_by, owner->holder);
    iter8__line_set(problem, "its weights went to another process that goes by the name ");
    iter8__line_add(problem, owner->holder);
    return ITER8_ERR_REFUSED;
}

/* Our own mark is old, or not what it should be. */
static int is_due(const iter8__ownership *ownership, const iter8__mark_owner *self)
{
    iter8__mark mark;
    int64_t renewed_ms = ownership->claim->renewed_ms;
    if (renewed_ms == 0 || (now_ms() - renewed_ms) * INTERVALS >= ownership->seconds * MS_PER_S)
        return 1;
    for (size_t i = 0; iter8__marks_get(&ownership->marks, i, &mark); i++) {
        if (iter8__mark_is_of(&mark, self))
            return !iter8__marks_cover(&ownership->marks, i, ownership->fields);
    }
    return 1;
}

static int open_marks(iter8__ownership *ownership, const iter8__remote *remote,
                      iter8__client *client)
{
    int rc = iter8__marks_read(&ownership->marks, iter8__remote_document(remote));
    if (rc == ITER8_ERR_INVALID)
        iter8__line_set(client->problem,
                        "the annotation " ITER8__MARK_ANNOTATION " cannot be understood");
    return rc == ITER8_OK ? rc : iter8__remote_blame(remote, client, rc);
}

int iter8__ownership_open(iter8__ownership *ownership, iter8__owner *owner,
                          const iter8__remote *remote, const iter8_experiment *experiment,
                          iter8__client *client)
{
    const iter8__mark_owner self = {owner->holder, iter8_spec_of(experiment).target};
    memset(ownership, 0, sizeof *ownership);
    ownership->seconds = hold_of(owner, experiment);
    ownership->claim = need_claim(owner, remote->path.bytes, self.target);
    if (ownership->claim == NULL) return iter8__remote_blame(remote, client, ITER8_ERR_NOMEM);
    int rc =
        iter8_route_fields(iter8__remote_document(remote), experiment, NULL, &ownership->fields);
    if (rc != ITER8_OK) {
        iter8__line_set(client->problem, iter8_strerror(rc));
        return iter8__remote_blame(remote, client, rc);
    }
    rc = open_marks(ownership, remote, client);
    if (rc != ITER8_OK) return rc;
    rc = check_process(ownership, owner, &self, client->problem);
    if (rc == ITER8_OK) rc = judge(ownership, owner, &self, client->problem);
    if (rc != ITER8_OK) return iter8__remote_blame(remote, client, rc);
    if (!ownership->due) ownership->due = is_due(ownership, &self);
    return ITER8_OK;
}

void iter8__ownership_close(iter8__ownership *ownership)
{
    iter8__marks_close(&ownership->marks);
    iter8_document_free(ownership->fields);
    ownership->fields = NULL;
}

/* Takes away our entry, and those of others in our way: they may be taken. */
static int clear_way(iter8__ownership *ownership, const iter8__mark_owner *self)
{
    iter8__mark mark;
    size_t i = 0;
    while (iter8__marks_get(&ownership->marks, i, &mark)) {
        if (!iter8__mark_is_of(&mark, self) &&
            !iter8__marks_share(&ownership->marks, i, ownership->fields)) {
            i++;
            continue;
        }
        int rc = iter8__marks_remove(&ownership->marks, i);
        if (rc != ITER8_OK) return rc;
    }
    return ITER8_OK;
}

int iter8__ownership_take(iter8__ownership *ownership, const iter8__owner *owner,
                          const iter8_experiment *experiment)
{
    char moment[ITER8__MOMENT_BYTES];
    iter8__buffer name = {.limit = ITER8__CREDENTIAL_LIMIT};
    const iter8__mark_owner self = {owner->holder, iter8_spec_of(experiment).target};
    int rc = clear_way(ownership, &self);
    iter8__moment_write(moment);
    if (rc == ITER8_OK) rc = iter8__buffer_add_text(&name, iter8_spec_of(experiment).name_space);
    if (rc == ITER8_OK && name.length > 0) rc = iter8__buffer_add_text(&name, "/");
    if (rc == ITER8_OK) rc = iter8__buffer_add_text(&name, iter8_spec_of(experiment).name);
    const iter8__mark mark = {.holder = self.holder,
                              .process = owner->process,
                              .target = self.target,
                              .experiment = name.bytes != NULL ? name.bytes : "",
                              .renewed = moment,
                              .seconds = ownership->seconds};
    if (rc == ITER8_OK) rc = iter8__marks_add(&ownership->marks, &mark, ownership->fields);
    iter8__buffer_clear(&name);
    return rc;
}

void iter8__ownership_done(const iter8__ownership *ownership)
{
    ownership->claim->renewed_ms = now_ms();
    ownership->claim->owned = 1;
    ownership->claim->seen = 0;
    ownership->claim->alive = 0;
}

int iter8__owner_has(const iter8__owner *owner, const char *path,
                     const iter8_experiment *experiment)
{
    const iter8__claim *claim = find_claim(owner, path, iter8_spec_of(experiment).target);
    return claim != NULL && claim->renewed_ms != 0;
}

const char *iter8__owner_held_by(const iter8__owner *owner)
{
    return owner->held_by.length > 0 ? owner->held_by.bytes : NULL;
}
