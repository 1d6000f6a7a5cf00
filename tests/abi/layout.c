/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Where every field of every public struct stands, on 64-bit systems. A line here is a promise to
 * programs that are compiled already: lines of a released struct are never changed, only the size
 * grows when fields are added at the end. This file is compiled with -Wpadded, so no struct has
 * padding that a later field could fall into without changing the size.
 */
#include "iter8/backends/file_sink.h"
#include "iter8/backends/haproxy_sink.h"
#include "iter8/backends/http_source.h"
#include "iter8/backends/kubernetes_sink.h"
#include "iter8/backends/secrets.h"
#include "iter8/iter8.h"

#include <stddef.h>
#include <stdint.h>

#if UINTPTR_MAX == UINT64_MAX

#define SIZE(type, size) _Static_assert(sizeof(type) == (size), #type)
#define FIELD(type, field, offset)                                                                 \
    _Static_assert(offsetof(type, field) == (offset), #type "." #field)

SIZE(iter8_allocator, 40);
FIELD(iter8_allocator, struct_size, 0);
FIELD(iter8_allocator, user_data, 8);
FIELD(iter8_allocator, alloc, 16);
FIELD(iter8_allocator, resize, 24);
FIELD(iter8_allocator, release, 32);

SIZE(iter8_value, 56);
FIELD(iter8_value, struct_size, 0);
FIELD(iter8_value, value, 8);
FIELD(iter8_value, min, 16);
FIELD(iter8_value, max, 24);
FIELD(iter8_value, sample_size, 32);
FIELD(iter8_value, reason, 40);
FIELD(iter8_value, state, 48);
FIELD(iter8_value, carried, 52);

SIZE(iter8_verdict, 32);
FIELD(iter8_verdict, struct_size, 0);
FIELD(iter8_verdict, value, 8);
FIELD(iter8_verdict, satisfied, 16);
FIELD(iter8_verdict, reason, 20);
FIELD(iter8_verdict, budget_spent, 24);
FIELD(iter8_verdict, within_budget, 28);

SIZE(iter8_belief, 40);
FIELD(iter8_belief, struct_size, 0);
FIELD(iter8_belief, mean, 8);
FIELD(iter8_belief, low, 16);
FIELD(iter8_belief, high, 24);
FIELD(iter8_belief, chance, 32);

SIZE(iter8_chances, 24);
FIELD(iter8_chances, struct_size, 0);
FIELD(iter8_chances, meets_all, 8);
FIELD(iter8_chances, wins, 16);

SIZE(iter8_counterfactual, 40);
FIELD(iter8_counterfactual, struct_size, 0);
FIELD(iter8_counterfactual, value, 8);
FIELD(iter8_counterfactual, needed, 16);
FIELD(iter8_counterfactual, metric, 24);
FIELD(iter8_counterfactual, version, 28);
FIELD(iter8_counterfactual, winner, 32);
FIELD(iter8_counterfactual, reserved, 36);

SIZE(iter8_winner, 24);
FIELD(iter8_winner, struct_size, 0);
FIELD(iter8_winner, found, 8);
FIELD(iter8_winner, version, 12);
FIELD(iter8_winner, reason, 16);
FIELD(iter8_winner, met_for, 20);

SIZE(iter8_weight, 32);
FIELD(iter8_weight, struct_size, 0);
FIELD(iter8_weight, wanted, 8);
FIELD(iter8_weight, exact, 16);
FIELD(iter8_weight, weight, 24);
FIELD(iter8_weight, reason, 28);

SIZE(iter8_file_sink_options, 56);
FIELD(iter8_file_sink_options, struct_size, 0);
FIELD(iter8_file_sink_options, files, 8);
FIELD(iter8_file_sink_options, file_count, 16);
FIELD(iter8_file_sink_options, template_file, 24);
FIELD(iter8_file_sink_options, output_file, 32);
FIELD(iter8_file_sink_options, reload, 40);
FIELD(iter8_file_sink_options, reload_timeout_ms, 48);

SIZE(iter8_haproxy_sink_options, 32);
FIELD(iter8_haproxy_sink_options, struct_size, 0);
FIELD(iter8_haproxy_sink_options, socket_path, 8);
FIELD(iter8_haproxy_sink_options, backend, 16);
FIELD(iter8_haproxy_sink_options, timeout_ms, 24);

SIZE(iter8_http_exchange, 72);
FIELD(iter8_http_exchange, struct_size, 0);
FIELD(iter8_http_exchange, question, 8);
FIELD(iter8_http_exchange, answer, 16);
FIELD(iter8_http_exchange, query, 24);
FIELD(iter8_http_exchange, url, 32);
FIELD(iter8_http_exchange, body, 40);
FIELD(iter8_http_exchange, body_length, 48);
FIELD(iter8_http_exchange, answer_bytes, 56);
FIELD(iter8_http_exchange, status, 64);
FIELD(iter8_http_exchange, reserved, 68);

SIZE(iter8_kubernetes_sink_options, 64);
FIELD(iter8_kubernetes_sink_options, struct_size, 0);
FIELD(iter8_kubernetes_sink_options, kubeconfig, 8);
FIELD(iter8_kubernetes_sink_options, service_account, 16);
FIELD(iter8_kubernetes_sink_options, server, 24);
FIELD(iter8_kubernetes_sink_options, timeout_ms, 32);
FIELD(iter8_kubernetes_sink_options, retries, 40);
FIELD(iter8_kubernetes_sink_options, holder, 48);
FIELD(iter8_kubernetes_sink_options, hold_s, 56);

SIZE(iter8_http_source_options, 80);
FIELD(iter8_http_source_options, struct_size, 0);
FIELD(iter8_http_source_options, prometheus_url, 8);
FIELD(iter8_http_source_options, ca_file, 16);
FIELD(iter8_http_source_options, timeout_ms, 24);
FIELD(iter8_http_source_options, max_answer_bytes, 32);
FIELD(iter8_http_source_options, iteration_timeout_ms, 40);
FIELD(iter8_http_source_options, look_up, 48);
FIELD(iter8_http_source_options, look_up_data, 56);
FIELD(iter8_http_source_options, observe, 64);
FIELD(iter8_http_source_options, observe_data, 72);

SIZE(iter8_secret_key, 40);
FIELD(iter8_secret_key, struct_size, 0);
FIELD(iter8_secret_key, name_space, 8);
FIELD(iter8_secret_key, name, 16);
FIELD(iter8_secret_key, key, 24);
FIELD(iter8_secret_key, has_name_space, 32);
FIELD(iter8_secret_key, reserved, 36);

SIZE(iter8_request, 72);
FIELD(iter8_request, struct_size, 0);
FIELD(iter8_request, method, 8);
FIELD(iter8_request, url, 16);
FIELD(iter8_request, base_url, 24);
FIELD(iter8_request, body, 32);
FIELD(iter8_request, jq, 40);
FIELD(iter8_request, provider, 48);
FIELD(iter8_request, param_count, 56);
FIELD(iter8_request, header_count, 64);

SIZE(iter8_named_text, 24);
FIELD(iter8_named_text, struct_size, 0);
FIELD(iter8_named_text, name, 8);
FIELD(iter8_named_text, value, 16);

SIZE(iter8_query_options, 48);
FIELD(iter8_query_options, struct_size, 0);
FIELD(iter8_query_options, look_up, 8);
FIELD(iter8_query_options, user_data, 16);
FIELD(iter8_query_options, diagnostics, 24);
FIELD(iter8_query_options, elapsed_s, 32);
FIELD(iter8_query_options, masked, 40);
FIELD(iter8_query_options, reserved, 44);

SIZE(iter8_diagnostic, 48);
FIELD(iter8_diagnostic, struct_size, 0);
FIELD(iter8_diagnostic, path, 8);
FIELD(iter8_diagnostic, message, 16);
FIELD(iter8_diagnostic, code, 24);
FIELD(iter8_diagnostic, severity, 28);
FIELD(iter8_diagnostic, line, 32);
FIELD(iter8_diagnostic, column, 36);
FIELD(iter8_diagnostic, origin, 40);
FIELD(iter8_diagnostic, reserved, 44);

SIZE(iter8_read_options, 40);
FIELD(iter8_read_options, struct_size, 0);
FIELD(iter8_read_options, allocator, 8);
FIELD(iter8_read_options, max_bytes, 16);
FIELD(iter8_read_options, max_alias_values, 24);
FIELD(iter8_read_options, max_depth, 32);
FIELD(iter8_read_options, reserved, 36);

SIZE(iter8_limit, 32);
FIELD(iter8_limit, number, 0);
FIELD(iter8_limit, multiple, 8);
FIELD(iter8_limit, floor, 16);
FIELD(iter8_limit, side, 24);
FIELD(iter8_limit, reference, 28);

SIZE(iter8_spec, 72);
FIELD(iter8_spec, struct_size, 0);
FIELD(iter8_spec, name, 8);
FIELD(iter8_spec, name_space, 16);
FIELD(iter8_spec, target, 24);
FIELD(iter8_spec, version_count, 32);
FIELD(iter8_spec, metric_count, 40);
FIELD(iter8_spec, objective_count, 48);
FIELD(iter8_spec, testing_pattern, 56);
FIELD(iter8_spec, deployment_pattern, 60);
FIELD(iter8_spec, interval_s, 64);
FIELD(iter8_spec, iterations, 68);

SIZE(iter8_status, 56);
FIELD(iter8_status, struct_size, 0);
FIELD(iter8_status, start_ns, 8);
FIELD(iter8_status, last_update_ns, 16);
FIELD(iter8_status, recommended, 24);
FIELD(iter8_status, stage, 32);
FIELD(iter8_status, ending, 36);
FIELD(iter8_status, completed_iterations, 40);
FIELD(iter8_status, winner, 44);
FIELD(iter8_status, paused, 48);
FIELD(iter8_status, reserved, 52);

SIZE(iter8_version_status, 24);
FIELD(iter8_version_status, struct_size, 0);
FIELD(iter8_version_status, name, 8);
FIELD(iter8_version_status, weight, 16);
FIELD(iter8_version_status, reserved, 20);

SIZE(iter8_condition, 32);
FIELD(iter8_condition, struct_size, 0);
FIELD(iter8_condition, reason, 8);
FIELD(iter8_condition, transition_ns, 16);
FIELD(iter8_condition, status, 24);
FIELD(iter8_condition, reserved, 28);

SIZE(iter8_objective, 152);
FIELD(iter8_objective, struct_size, 0);
FIELD(iter8_objective, metric, 8);
FIELD(iter8_objective, limits, 16);
FIELD(iter8_objective, limit_count, 144);
FIELD(iter8_objective, rollback_on_failure, 148);

SIZE(iter8_experiment_options, 64);
FIELD(iter8_experiment_options, struct_size, 0);
FIELD(iter8_experiment_options, allocator, 8);
FIELD(iter8_experiment_options, partial, 16);
FIELD(iter8_experiment_options, reserved, 20);
FIELD(iter8_experiment_options, defaults, 24);
FIELD(iter8_experiment_options, history, 32);
FIELD(iter8_experiment_options, reserved2, 36);
FIELD(iter8_experiment_options, algorithms, 40);
FIELD(iter8_experiment_options, algorithm_count, 48);
FIELD(iter8_experiment_options, strict, 56);
FIELD(iter8_experiment_options, reserved3, 60);

SIZE(iter8_criterion_facts, 184);
FIELD(iter8_criterion_facts, struct_size, 0);
FIELD(iter8_criterion_facts, value, 8);
FIELD(iter8_criterion_facts, sample_size, 16);
FIELD(iter8_criterion_facts, min, 24);
FIELD(iter8_criterion_facts, max, 32);
FIELD(iter8_criterion_facts, limits, 40);
FIELD(iter8_criterion_facts, limit_count, 168);
FIELD(iter8_criterion_facts, kind, 172);
FIELD(iter8_criterion_facts, satisfied, 176);
FIELD(iter8_criterion_facts, reserved, 180);

SIZE(iter8_version_facts, 48);
FIELD(iter8_version_facts, struct_size, 0);
FIELD(iter8_version_facts, name, 8);
FIELD(iter8_version_facts, objectives, 16);
FIELD(iter8_version_facts, reward, 24);
FIELD(iter8_version_facts, weight, 32);
FIELD(iter8_version_facts, is_best, 40);
FIELD(iter8_version_facts, meets_all, 44);

SIZE(iter8_weight_facts, 72);
FIELD(iter8_weight_facts, struct_size, 0);
FIELD(iter8_weight_facts, versions, 8);
FIELD(iter8_weight_facts, version_count, 16);
FIELD(iter8_weight_facts, objective_count, 24);
FIELD(iter8_weight_facts, steps, 32);
FIELD(iter8_weight_facts, step_count, 40);
FIELD(iter8_weight_facts, iteration, 48);
FIELD(iter8_weight_facts, reward_is_less, 56);
FIELD(iter8_weight_facts, max_candidate_weight, 60);
FIELD(iter8_weight_facts, max_candidate_weight_increment, 64);
FIELD(iter8_weight_facts, reserved, 68);

SIZE(iter8_weight_algorithm, 40);
FIELD(iter8_weight_algorithm, struct_size, 0);
FIELD(iter8_weight_algorithm, name, 8);
FIELD(iter8_weight_algorithm, want, 16);
FIELD(iter8_weight_algorithm, user_data, 24);
FIELD(iter8_weight_algorithm, exploration_percent, 32);

SIZE(iter8_past_iteration, 24);
FIELD(iter8_past_iteration, struct_size, 0);
FIELD(iter8_past_iteration, time_ns, 8);
FIELD(iter8_past_iteration, iteration, 16);
FIELD(iter8_past_iteration, winner, 20);

SIZE(iter8_past_value, 24);
FIELD(iter8_past_value, struct_size, 0);
FIELD(iter8_past_value, value, 8);
FIELD(iter8_past_value, state, 16);
FIELD(iter8_past_value, reserved, 20);

SIZE(iter8_past_weight, 16);
FIELD(iter8_past_weight, struct_size, 0);
FIELD(iter8_past_weight, found, 8);
FIELD(iter8_past_weight, decided, 12);

SIZE(iter8_measurement, 32);
FIELD(iter8_measurement, struct_size, 0);
FIELD(iter8_measurement, value, 8);
FIELD(iter8_measurement, reason, 16);
FIELD(iter8_measurement, state, 24);
FIELD(iter8_measurement, reserved, 28);

SIZE(iter8_question, 64);
FIELD(iter8_question, struct_size, 0);
FIELD(iter8_question, ticket, 8);
FIELD(iter8_question, now_ns, 16);
FIELD(iter8_question, experiment, 24);
FIELD(iter8_question, metric, 32);
FIELD(iter8_question, version, 40);
FIELD(iter8_question, metric_index, 48);
FIELD(iter8_question, version_index, 52);
FIELD(iter8_question, elapsed_s, 56);

SIZE(iter8_route, 56);
FIELD(iter8_route, struct_size, 0);
FIELD(iter8_route, ticket, 8);
FIELD(iter8_route, now_ns, 16);
FIELD(iter8_route, experiment, 24);
FIELD(iter8_route, weights, 32);
FIELD(iter8_route, count, 40);
FIELD(iter8_route, reason, 48);

SIZE(iter8_action, 48);
FIELD(iter8_action, struct_size, 0);
FIELD(iter8_action, ticket, 8);
FIELD(iter8_action, now_ns, 16);
FIELD(iter8_action, experiment, 24);
FIELD(iter8_action, name, 32);
FIELD(iter8_action, loop, 40);
FIELD(iter8_action, reserved, 44);

SIZE(iter8_event, 48);
FIELD(iter8_event, struct_size, 0);
FIELD(iter8_event, now_ns, 8);
FIELD(iter8_event, experiment, 16);
FIELD(iter8_event, reason, 24);
FIELD(iter8_event, message, 32);
FIELD(iter8_event, warning, 40);
FIELD(iter8_event, reserved, 44);

SIZE(iter8_metrics_source, 24);
FIELD(iter8_metrics_source, struct_size, 0);
FIELD(iter8_metrics_source, user_data, 8);
FIELD(iter8_metrics_source, measure, 16);

SIZE(iter8_router, 32);
FIELD(iter8_router, struct_size, 0);
FIELD(iter8_router, user_data, 8);
FIELD(iter8_router, read_weights, 16);
FIELD(iter8_router, write_weights, 24);

SIZE(iter8_host, 72);
FIELD(iter8_host, struct_size, 0);
FIELD(iter8_host, metrics_source, 8);
FIELD(iter8_host, router, 16);
FIELD(iter8_host, user_data, 24);
FIELD(iter8_host, acquire_target, 32);
FIELD(iter8_host, run_task, 40);
FIELD(iter8_host, run_action, 48);
FIELD(iter8_host, record_event, 56);
FIELD(iter8_host, seed, 64);

SIZE(iter8_outcome, 32);
FIELD(iter8_outcome, struct_size, 0);
FIELD(iter8_outcome, next_ns, 8);
FIELD(iter8_outcome, stage, 16);
FIELD(iter8_outcome, changed, 20);
FIELD(iter8_outcome, pending, 24);
FIELD(iter8_outcome, done, 28);

SIZE(iter8_task, 80);
FIELD(iter8_task, struct_size, 0);
FIELD(iter8_task, ticket, 8);
FIELD(iter8_task, now_ns, 16);
FIELD(iter8_task, experiment, 24);
FIELD(iter8_task, action, 32);
FIELD(iter8_task, name, 40);
FIELD(iter8_task, script, 48);
FIELD(iter8_task, inputs, 56);
FIELD(iter8_task, loop, 64);
FIELD(iter8_task, index, 68);
FIELD(iter8_task, count, 72);
FIELD(iter8_task, may_fail, 76);

SIZE(iter8_report_options, 40);
FIELD(iter8_report_options, struct_size, 0);
FIELD(iter8_report_options, allocator, 8);
FIELD(iter8_report_options, diagnostics, 16);
FIELD(iter8_report_options, algorithms, 24);
FIELD(iter8_report_options, algorithm_count, 32);

SIZE(iter8_registry_options, 40);
FIELD(iter8_registry_options, struct_size, 0);
FIELD(iter8_registry_options, allocator, 8);
FIELD(iter8_registry_options, poll_ns, 16);
FIELD(iter8_registry_options, reconcile, 24);
FIELD(iter8_registry_options, user_data, 32);

SIZE(iter8_recorder_options, 40);
FIELD(iter8_recorder_options, struct_size, 0);
FIELD(iter8_recorder_options, allocator, 8);
FIELD(iter8_recorder_options, defaults, 16);
FIELD(iter8_recorder_options, write, 24);
FIELD(iter8_recorder_options, user_data, 32);

SIZE(iter8_difference, 48);
FIELD(iter8_difference, struct_size, 0);
FIELD(iter8_difference, line, 8);
FIELD(iter8_difference, step, 16);
FIELD(iter8_difference, member, 24);
FIELD(iter8_difference, recorded, 32);
FIELD(iter8_difference, now, 40);

SIZE(iter8_run, 80);
FIELD(iter8_run, struct_size, 0);
FIELD(iter8_run, number, 8);
FIELD(iter8_run, start_ns, 16);
FIELD(iter8_run, end_ns, 24);
FIELD(iter8_run, requests, 32);
FIELD(iter8_run, errors, 40);
FIELD(iter8_run, slow, 48);
FIELD(iter8_run, verdict, 56);
FIELD(iter8_run, ending, 60);
FIELD(iter8_run, version, 64);
FIELD(iter8_run, iterations, 68);
FIELD(iter8_run, violated, 72);
FIELD(iter8_run, reserved, 76);

SIZE(iter8_estimate, 32);
FIELD(iter8_estimate, struct_size, 0);
FIELD(iter8_estimate, value, 8);
FIELD(iter8_estimate, low, 16);
FIELD(iter8_estimate, high, 24);

SIZE(iter8_spread, 40);
FIELD(iter8_spread, struct_size, 0);
FIELD(iter8_spread, mean, 8);
FIELD(iter8_spread, min, 16);
FIELD(iter8_spread, p5, 20);
FIELD(iter8_spread, median, 24);
FIELD(iter8_spread, p95, 28);
FIELD(iter8_spread, max, 32);
FIELD(iter8_spread, reserved, 36);

SIZE(iter8_expectation, 72);
FIELD(iter8_expectation, struct_size, 0);
FIELD(iter8_expectation, name, 8);
FIELD(iter8_expectation, wanted, 16);
FIELD(iter8_expectation, confidence, 24);
FIELD(iter8_expectation, limit, 32);
FIELD(iter8_expectation, value, 40);
FIELD(iter8_expectation, low, 48);
FIELD(iter8_expectation, high, 56);
FIELD(iter8_expectation, figure, 64);
FIELD(iter8_expectation, expected, 68);

SIZE(iter8_policy, 40);
FIELD(iter8_policy, struct_size, 0);
FIELD(iter8_policy, experiment, 8);
FIELD(iter8_policy, metrics, 16);
FIELD(iter8_policy, metric_count, 24);
FIELD(iter8_policy, options, 32);

SIZE(iter8_series, 48);
FIELD(iter8_series, struct_size, 0);
FIELD(iter8_series, seed, 8);
FIELD(iter8_series, first, 16);
FIELD(iter8_series, count, 24);
FIELD(iter8_series, each, 32);
FIELD(iter8_series, user_data, 40);

SIZE(iter8_weight_reference, 48);
FIELD(iter8_weight_reference, struct_size, 0);
FIELD(iter8_weight_reference, api_version, 8);
FIELD(iter8_weight_reference, kind, 16);
FIELD(iter8_weight_reference, namespace_, 24);
FIELD(iter8_weight_reference, name, 32);
FIELD(iter8_weight_reference, field_path, 40);

SIZE(iter8_tally_counts, 40);
FIELD(iter8_tally_counts, struct_size, 0);
FIELD(iter8_tally_counts, runs, 8);
FIELD(iter8_tally_counts, version_count, 16);
FIELD(iter8_tally_counts, objective_count, 24);
FIELD(iter8_tally_counts, iterations, 32);
FIELD(iter8_tally_counts, reserved, 36);

SIZE(iter8_version_tally, 24);
FIELD(iter8_version_tally, struct_size, 0);
FIELD(iter8_version_tally, name, 8);
FIELD(iter8_version_tally, promoted, 16);

SIZE(iter8_objective_tally, 24);
FIELD(iter8_objective_tally, struct_size, 0);
FIELD(iter8_objective_tally, metric, 8);
FIELD(iter8_objective_tally, violated, 16);

SIZE(iter8_scenario, 32);
FIELD(iter8_scenario, struct_size, 0);
FIELD(iter8_scenario, name, 8);
FIELD(iter8_scenario, slow_ms, 16);
FIELD(iter8_scenario, expectation_count, 24);

#endif
