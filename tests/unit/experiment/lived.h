/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * lived.h - an experiment with a status that has all that a status can have, and things besides
 * that the library does not know.
 */
#ifndef ITER8_TESTS_LIVED_H
#define ITER8_TESTS_LIVED_H

static const char lived[] =
    "apiVersion: iter8.tools/v2alpha2\n"
    "kind: Experiment\n"
    "metadata:\n"
    "  name: lived\n"
    "  namespace: shop\n"
    "  annotations: {example.com/owner: 'team a', count: '5'}\n"
    "spec:\n"
    "  target: cart\n"
    "  strategy:\n"
    "    testingPattern: A/B\n"
    "    weights: {maxCandidateWeight: 60, maxCandidateWeightIncrement: 20}\n"
    "  criteria:\n"
    "    requestCount: requests\n"
    "    rewards: [{metric: sales, preferredDirection: High}]\n"
    "    objectives: [{metric: errors, upperLimit: '0.01'}, {metric: latency, upperLimit: 50}]\n"
    "  versionInfo:\n"
    "    baseline: {name: old}\n"
    "    candidates: [{name: new}]\n"
    "status:\n"
    "  analysis:\n"
    "    aggregatedMetrics:\n"
    "      provenance: elsewhere\n"
    "      timestamp: '2021-05-06T12:00:40Z'\n"
    "      message: 'Error: ; Warning: ; Info: all ok'\n"
    "      data:\n"
    "        errors: {max: '1', data: {old: {value: '5m', min: '1m'}, new: {value: '20m'}}}\n"
    "        latency: {data: {old: {value: 25}, new: {reason: 'no data yet'}}}\n"
    "        sales: {data: {new: {value: '1.5'}, stranger: {value: '9'}}}\n"
    "        orphan: {data: {old: {value: '7'}}}\n"
    "    versionAssessments:\n"
    "      data: {old: [true, true], new: [false, false], stranger: [true]}\n"
    "    winnerAssessment:\n"
    "      data: {winnerFound: true, winner: old, bestVersions: [old]}\n"
    "    weights:\n"
    "      timestamp: '2021-05-06T12:00:40.5Z'\n"
    "      data: [{name: new, value: 5}, {name: old, value: 95}, {name: stranger, value: 0}]\n"
    "    forecast: {unknown: [1, 2]}\n"
    "  completedIterations: 2\n"
    "  conditions:\n"
    "  - {type: Completed, status: 'False', reason: IterationUpdate, message: Completed Iteration"
    " 2, lastTransitionTime: '2021-05-06T12:00:00Z', severity: Info}\n"
    "  - {type: Audited, status: 'True', by: someone}\n"
    "  - {type: TargetAcquired, status: 'True', lastTransitionTime: '2021-05-06T12:00:01Z'}\n"
    "  currentWeightDistribution: [{name: new, value: 15}, {name: old, value: 85}]\n"
    "  initTime: '2021-05-06T12:00:00Z'\n"
    "  startTime: '2021-05-06T12:00:01.123456789Z'\n"
    "  lastUpdateTime: '2021-05-06T14:00:41+02:00'\n"
    "  message: 'IterationUpdate: Completed Iteration 2'\n"
    "  stage: Running\n"
    "  versionRecommendedForPromotion: old\n"
    "  mood: hopeful\n";

/* 2021-05-06T12:00:00Z */
#define LIVED_NS INT64_C(1620302400000000000)

#endif
