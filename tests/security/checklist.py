"""Which test holds which promise about attacks and mishaps.

The ids are those of our list of promises: AZ who may do what, AU signing in, WB what a browser is
served, FL files in and out, RB robustness, DU nothing is lost, LG the audit log, SC the source. A
later change adds its ids here together with its tests.
"""

from collections.abc import Mapping

HOLDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "AZ-01": (
        "a route that says nothing about permissions stops the start",
        (
            "web/test_access.py::test_every_route_declares_its_permission_and_public_ones_are_listed_here",
        ),
    ),
    "AZ-02": (
        "each route answers each role as a kept table says",
        (
            "security/test_answers.py::test_every_route_answers_every_role_as_the_kept_table_says",
            "security/test_answers.py::test_whoever_may_not_read_a_page_is_refused_and_whoever_may_reads_it",
        ),
    ),
    "AZ-04": (
        "whoever may see the attack map really sees what others must not",
        ("security/test_attack_map.py::test_whoever_may_see_the_attack_map_sees_the_marked_names",),
    ),
    "AZ-05": (
        "no page or paper shows the attack map to those who may not see it",
        (
            "security/test_attack_map.py::test_whoever_may_not_see_it_finds_no_name_on_any_page_or_paper",
        ),
    ),
    "AZ-06": (
        "a form in the hands of another role changes nothing",
        ("security/test_answers.py::test_no_form_does_anything_in_the_hands_of_another_role",),
    ),
    "AZ-08": (
        "fields that a form does not show are not read",
        (
            "security/test_hidden_fields.py::test_a_form_saves_the_same_whatever_else_is_sent_with_it",
        ),
    ),
    "AZ-09": (
        "a gap named in an address must be one that the person may see",
        (
            "security/test_attack_map.py::test_a_gap_of_the_attack_map_answers_like_one_that_does_not_exist",
        ),
    ),
    "AZ-11": (
        "the number of an event opens nothing that its record would not",
        ("security/test_answers.py::test_undoing_somebody_else_s_kind_of_change_is_refused",),
    ),
    "AZ-13": (
        "searches, counts and orders tell nothing of the attack map",
        ("security/test_attack_map.py::test_a_search_for_a_name_tells_nothing_of_it",),
    ),
    "AZ-14": (
        "a gap that one may not see answers like one that is not there",
        (
            "security/test_attack_map.py::"
            "test_a_gap_of_the_attack_map_answers_like_one_that_does_not_exist",
        ),
    ),
    "AZ-15": (
        "another role or a shut account counts from the next request",
        ("web/test_access.py::test_another_role_or_a_shut_account_counts_from_the_next_request",),
    ),
    "AZ-16": (
        "no spelling of a path and no header passes the guard",
        (
            "web/test_access.py::test_no_spelling_of_a_path_passes_the_guard",
            "web/test_access.py::test_no_header_signs_anybody_in",
        ),
    ),
    "AU-01": (
        "passwords are kept as argon2id hashes",
        ("store/test_password.py::test_hashes_are_argon2id_with_the_chosen_costs",),
    ),
    "AU-02": (
        "weak passwords are refused with a reason",
        ("web/test_access.py::test_a_weak_or_mistyped_password_is_refused_with_a_reason",),
    ),
    "AU-03": (
        "long and Japanese passwords fit themselves",
        ("store/test_password.py::test_long_and_japanese_passwords_fit_themselves",),
    ),
    "AU-09": (
        "unknown name, wrong password and shut account answer alike",
        ("web/test_access.py::test_unknown_user_wrong_password_and_shut_account_answer_alike",),
    ),
    "AU-11": (
        "signing in drops whatever the cookie held before",
        ("web/test_access.py::test_signing_in_drops_whatever_the_cookie_held_before",),
    ),
    "AU-12": (
        "signing out and a new password end sign-ins on the server",
        (
            "web/test_access.py::test_signing_out_ends_the_session_on_the_server",
            "web/test_access.py::test_changing_the_password_ends_the_other_sign_ins",
        ),
    ),
    "AU-13": (
        "a session ends when idle and after a longest time",
        ("web/test_access.py::test_a_session_ends_after_a_while",),
    ),
    "AU-14": (
        "the cookie is out of reach of scripts and other sites",
        ("web/test_access.py::test_the_cookie_is_hidden_from_scripts_and_other_sites",),
    ),
    "AU-17": ("a forged cookie is nobody", ("web/test_access.py::test_a_forged_cookie_is_nobody",)),
    "WB-01": (
        "a strict policy on every page, also on errors",
        ("security/test_pages.py::test_every_page_has_a_strict_policy",),
    ),
    "WB-02": (
        "no page is cached or guessed at",
        ("security/test_pages.py::test_every_page_keeps_out_of_caches_and_says_what_it_is",),
    ),
    "WB-03": (
        "nothing is loaded from elsewhere and nothing is inline",
        (
            "security/test_pages.py::test_no_page_loads_anything_from_elsewhere",
            "security/test_pages.py::test_no_page_holds_code_or_style_of_its_own",
        ),
    ),
    "WB-04": (
        "every form asks for its token",
        (
            "security/test_forgery.py::test_no_form_is_taken_without_its_token",
            "security/test_forgery.py::test_no_form_is_taken_with_the_token_of_another_browser",
            "security/test_forgery.py::test_no_form_is_taken_in_a_shape_that_other_sites_can_send",
        ),
    ),
    "WB-05": (
        "asking changes nothing",
        ("security/test_reading.py::test_asking_for_any_page_changes_nothing",),
    ),
    "WB-06": (
        "text with markup in it stays text",
        (
            "security/test_scripts.py::test_hostile_text_on_record_runs_on_no_page",
            "security/test_scripts.py::test_hostile_text_that_is_sent_runs_nowhere",
            "browser/test_shapes.py::"
            "test_hostile_text_runs_in_no_browser_and_leaves_the_policy_nothing_to_block",
        ),
    ),
    "WB-07": (
        "links out are web links that tell nothing; text is shown exactly",
        (
            "security/test_pages.py::test_links_that_lead_out_are_web_links_that_tell_nothing",
            "security/test_scripts.py::test_hostile_text_is_shown_exactly",
        ),
    ),
    "WB-08": (
        "SQL in a field is text",
        (
            "security/test_bad_input.py::test_sql_in_every_field_has_no_effect",
            "security/test_source.py::test_no_sql_is_put_together_from_strings",
        ),
    ),
    "WB-10": (
        "no redirect leads out",
        (
            "security/test_ways_out.py::test_no_address_leads_out",
            "security/test_ways_out.py::test_the_way_back_after_undoing_stays_inside",
        ),
    ),
    "WB-11": (
        "no header gets into a link",
        (
            "security/test_ways_out.py::test_no_header_gets_into_a_link",
            "security/test_ways_out.py::test_a_strange_host_name_gets_into_no_link",
        ),
    ),
    "WB-12": (
        "unused methods are refused, no other origin is invited",
        (
            "security/test_reading.py::test_methods_that_nothing_uses_are_refused_everywhere",
            "security/test_reading.py::test_no_page_invites_another_origin",
        ),
    ),
    "WB-13": (
        "the server fetches nothing",
        ("security/test_source.py::test_nothing_is_evaluated_unpickled_or_fetched",),
    ),
    "WB-14": (
        "no answer tells how it is made, no file of the installation is served",
        (
            "security/test_pages.py::test_no_answer_tells_how_it_is_made",
            "security/test_pages.py::test_files_of_the_installation_are_not_served",
        ),
    ),
    "WB-15": (
        "names that only look different are one",
        ("store/test_account.py::test_names_that_only_look_different_are_one",),
    ),
    "FL-02": (
        "papers are downloads with a Japanese name",
        ("security/test_pages.py::test_every_paper_is_a_download_with_a_japanese_name",),
    ),
    "FL-05": (
        "hostile text on papers is only text",
        ("security/test_scripts.py::test_hostile_text_on_papers_is_only_text",),
    ),
    "FL-06": (
        "hostile text on a PDF starts nothing",
        ("security/test_scripts.py::test_hostile_text_on_papers_is_only_text",),
    ),
    "RB-01": (
        "what is too large is refused and the next request answered",
        (
            "security/test_large.py::test_what_is_too_large_is_refused_and_the_next_request_answered",
        ),
    ),
    "RB-02": (
        "strange headers are answered",
        ("security/test_large.py::test_strange_headers_are_answered",),
    ),
    "RB-04": (
        "page numbers and queries are bounded",
        (
            "security/test_bad_input.py::test_a_page_number_that_no_list_has_shows_a_list",
            "security/test_bad_input.py::test_strange_queries_are_answered_on_every_page",
        ),
    ),
    "RB-05": (
        "strange text in any field or address is answered, names are kept exactly",
        (
            "security/test_bad_input.py::test_strange_text_in_all_fields_at_once_is_answered",
            "security/test_bad_input.py::"
            "test_strange_text_in_one_field_beside_good_ones_is_answered",
            "security/test_bad_input.py::test_strange_ids_in_addresses_are_not_found",
            "security/test_bad_input.py::test_characters_of_names_are_kept_exactly",
        ),
    ),
    "RB-06": (
        "no input makes a request slow",
        ("security/test_bad_input.py::test_strange_text_in_all_fields_at_once_is_answered",),
    ),
    "DU-01": (
        "the second to save sees both versions",
        ("browser/test_conflict.py::test_the_second_to_save_sees_both_versions_and_loses_nothing",),
    ),
    "DU-02": (
        "of saves that saw the same version exactly one wins",
        ("store/test_concurrency.py::test_of_saves_that_saw_the_same_version_exactly_one_wins",),
    ),
    "DU-03": (
        "parallel creates each exist once",
        ("store/test_concurrency.py::test_parallel_creates_each_exist_once",),
    ),
    "DU-05": (
        "every connection has the settings that keep what is acknowledged",
        ("store/test_engine.py::test_every_connection_keeps_what_it_acknowledged",),
    ),
    "DU-06": (
        "a killed writer loses nothing that it acknowledged",
        ("store/test_concurrency.py::test_a_killed_writer_loses_nothing_that_it_acknowledged",),
    ),
    "DU-08": (
        "a full disk is an honest refusal",
        ("store/test_engine.py::test_a_full_disk_is_an_honest_refusal_and_reading_goes_on",),
    ),
    "DU-09": (
        "a missing, empty, foreign or damaged database is refused and left alone",
        (
            "store/test_engine.py::test_a_damaged_file_is_refused_and_left_alone",
            "store/test_engine.py::test_an_empty_file_is_refused_and_left_empty",
        ),
    ),
    "DU-10": (
        "two processes on one database lose nothing",
        ("store/test_concurrency.py::test_two_processes_on_one_database_lose_nothing",),
    ),
    "DU-04": (
        "a double click makes one record",
        ("store/test_draft.py::test_the_second_of_two_sendings_at_once_saves_nothing",),
    ),
    "LG-01": (
        "sign-ins and downloads are on record",
        (
            "web/test_access.py::test_sign_in_sign_out_and_failures_are_in_the_audit_log",
            "security/test_reading.py::test_taking_a_paper_leaves_only_its_line_in_the_audit_log",
        ),
    ),
    "LG-05": (
        "no secret is in the log",
        ("store/test_account.py::test_no_secret_and_nothing_typed_is_in_the_log",),
    ),
    "SC-02": (
        "no markup is let through, bandit finds nothing",
        (
            "security/test_source.py::test_no_template_lets_markup_through",
            "security/test_source.py::test_markup_is_made_only_where_it_was_looked_at",
            "security/test_source.py::test_bandit_finds_nothing_of_medium_weight",
        ),
    ),
    "SC-04": (
        "nothing is evaluated or unpickled, no shell",
        (
            "security/test_source.py::test_nothing_is_evaluated_unpickled_or_fetched",
            "security/test_source.py::test_no_shell_and_no_loose_yaml",
        ),
    ),
}
"""Id to the promise in our words and the tests that would break with it."""
