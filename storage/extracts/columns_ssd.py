"""The columns read of the Standard Safeguarding Dataset's tables."""

from collections.abc import Mapping

from storage.extracts.headings import Column, Layout

SSD: Mapping[str, Layout] = {
    "professionals": Layout(
        (
            Column("id", "prof_professional_id", needed=True),
            Column("staff_id", "prof_staff_id"),
            Column("name", "prof_professional_name"),
            Column("post", "prof_professional_job_title"),
            Column("team", "prof_professional_department"),
            Column("fte", "prof_full_time_equivalency"),
            Column("agency", "prof_agency_worker_flag"),
        ),
    ),
    "involvements": Layout(
        (
            Column("professional", "invo_professional_id", needed=True),
            Column("role", "invo_professional_role_id", "invo_professional_role"),
            Column("start", "invo_involvement_start_date", needed=True),
            Column("end", "invo_involvement_end_date", needed=True),
            Column("child", "invo_person_id"),
            Column("referral", "invo_referral_id"),
        ),
    ),
    "cin_episodes": Layout(
        (
            Column("referral", "cine_referral_id"),
            Column("child", "cine_person_id", needed=True),
            Column("start", "cine_referral_date", needed=True),
            Column("end", "cine_close_date", "cine_closure_date", needed=True),
        ),
    ),
    "cp_plans": Layout(
        (
            Column("child", "cppl_person_id", needed=True),
            Column("start", "cppl_cp_plan_start_date", needed=True),
            Column("end", "cppl_cp_plan_end_date", needed=True),
        ),
    ),
    "cla_episodes": Layout(
        (
            Column("child", "clae_person_id", needed=True),
            Column("start", "clae_cla_episode_start_date", "clae_cla_episode_start", needed=True),
            Column("end", "clae_cla_episode_ceased_date", "clae_cla_episode_ceased", needed=True),
            Column("entered", "clae_entered_care_date"),
        ),
    ),
    "care_leavers": Layout(
        (
            Column("child", "clea_person_id", needed=True),
            Column("worker", "clea_care_leaver_worker_id"),
        ),
    ),
    "early_help_episodes": Layout(
        (
            Column("child", "earl_person_id", needed=True),
            Column("start", "earl_episode_start_date", needed=True),
            Column("end", "earl_episode_end_date", needed=True),
            Column("worker", "earl_episode_worker_id"),
        ),
    ),
}
"""Table name, without `ssd_`, to its columns."""
