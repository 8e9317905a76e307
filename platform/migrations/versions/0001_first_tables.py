"""first tables."""

import sqlalchemy as sa
from alembic import op

from dossier.kernel.db import JsonText, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


PROTECTION = {
    "sqlite": (
        "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'audit_event: rows are only ever added'); END",
        "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'audit_event: rows are only ever added'); END",
        "CREATE TRIGGER audit_node_no_update BEFORE UPDATE ON audit_node FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'audit_node: rows are only ever added'); END",
        "CREATE TRIGGER audit_node_no_delete BEFORE DELETE ON audit_node FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'audit_node: rows are only ever added'); END",
        "CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'audit_checkpoint: rows are only ever added'); END",
        "CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'audit_checkpoint: rows are only ever added'); END",
        "CREATE TRIGGER audit_head_no_shrinking BEFORE UPDATE ON audit_head FOR EACH ROW WHEN (NEW.size <= OLD.size) BEGIN SELECT RAISE(ABORT, 'audit_head: the log only grows'); END",
        "CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'audit_head: the log only grows'); END",
        "CREATE TRIGGER book_account_no_update BEFORE UPDATE ON book_account FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'book_account: rows are only ever added'); END",
        "CREATE TRIGGER book_account_no_delete BEFORE DELETE ON book_account FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'book_account: rows are only ever added'); END",
        "CREATE TRIGGER book_officer_no_update BEFORE UPDATE ON book_officer FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'book_officer: rows are only ever added'); END",
        "CREATE TRIGGER book_officer_no_delete BEFORE DELETE ON book_officer FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'book_officer: rows are only ever added'); END",
        "CREATE TRIGGER voucher_entry_no_update BEFORE UPDATE ON voucher_entry FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'voucher_entry: rows are only ever added'); END",
        "CREATE TRIGGER voucher_entry_no_delete BEFORE DELETE ON voucher_entry FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'voucher_entry: rows are only ever added'); END",
        "CREATE TRIGGER payment_no_update BEFORE UPDATE ON payment FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'payment: rows are only ever added'); END",
        "CREATE TRIGGER payment_no_delete BEFORE DELETE ON payment FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'payment: rows are only ever added'); END",
        "CREATE TRIGGER book_no_delete BEFORE DELETE ON book FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'book: rows are never taken away'); END",
        "CREATE TRIGGER book_period_no_delete BEFORE DELETE ON book_period FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'book_period: rows are never taken away'); END",
        "CREATE TRIGGER fund_no_delete BEFORE DELETE ON fund FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'fund: rows are never taken away'); END",
        "CREATE TRIGGER fund_hold_no_delete BEFORE DELETE ON fund_hold FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'fund_hold: rows are never taken away'); END",
        "CREATE TRIGGER voucher_no_delete BEFORE DELETE ON voucher FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'voucher: rows are never taken away'); END",
        "CREATE TRIGGER voucher_no_change_once_posted BEFORE UPDATE ON voucher FOR EACH ROW WHEN (OLD.posted_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'voucher: posted vouchers are not changed'); END",
        "CREATE TRIGGER voucher_no_change_once_discarded BEFORE UPDATE ON voucher FOR EACH ROW WHEN (OLD.discarded_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'voucher: discarded vouchers are not changed'); END",
        "CREATE TRIGGER voucher_no_other_content BEFORE UPDATE ON voucher FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.book_id <> OLD.book_id OR NEW.type <> OLD.type OR NEW.month <> OLD.month OR NEW.day <> OLD.day OR NEW.summary <> OLD.summary OR NEW.purpose <> OLD.purpose OR NEW.key <> OLD.key OR NEW.request <> OLD.request OR NEW.prepared_by <> OLD.prepared_by OR NEW.prepared_at <> OLD.prepared_at OR (OLD.case_id IS NOT NULL AND (NEW.case_id IS NULL OR NEW.case_id <> OLD.case_id)) OR (OLD.action_id IS NOT NULL AND (NEW.action_id IS NULL OR NEW.action_id <> OLD.action_id)) OR (OLD.hold_id IS NOT NULL AND (NEW.hold_id IS NULL OR NEW.hold_id <> OLD.hold_id)) OR (OLD.reverses_id IS NOT NULL AND (NEW.reverses_id IS NULL OR NEW.reverses_id <> OLD.reverses_id)) OR (OLD.corrects_id IS NOT NULL AND (NEW.corrects_id IS NULL OR NEW.corrects_id <> OLD.corrects_id)) OR (OLD.reviewed_by IS NOT NULL AND (NEW.reviewed_by IS NULL OR NEW.reviewed_by <> OLD.reviewed_by)) OR (OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at IS NULL OR NEW.reviewed_at <> OLD.reviewed_at)) OR (OLD.approved_by IS NOT NULL AND (NEW.approved_by IS NULL OR NEW.approved_by <> OLD.approved_by)) OR (OLD.approved_at IS NOT NULL AND (NEW.approved_at IS NULL OR NEW.approved_at <> OLD.approved_at)) OR (OLD.case_id IS NULL AND NEW.case_id IS NOT NULL) OR (OLD.action_id IS NULL AND NEW.action_id IS NOT NULL) OR (OLD.hold_id IS NULL AND NEW.hold_id IS NOT NULL) OR (OLD.reverses_id IS NULL AND NEW.reverses_id IS NOT NULL) OR (OLD.corrects_id IS NULL AND NEW.corrects_id IS NOT NULL)) BEGIN SELECT RAISE(ABORT, 'voucher: what was prepared is not changed'); END",
        "CREATE TRIGGER voucher_no_closed_period BEFORE UPDATE ON voucher FOR EACH ROW WHEN (NEW.posted_at IS NOT NULL AND OLD.posted_at IS NULL) AND (EXISTS (SELECT 1 FROM book_period WHERE book_id = NEW.book_id AND month >= NEW.month AND closed_at IS NOT NULL)) BEGIN SELECT RAISE(ABORT, 'voucher: the period is closed'); END",
        "CREATE TRIGGER voucher_no_unbalanced BEFORE UPDATE ON voucher FOR EACH ROW WHEN (NEW.posted_at IS NOT NULL AND OLD.posted_at IS NULL) AND (EXISTS (SELECT 1 FROM voucher_entry WHERE voucher_id = NEW.id GROUP BY fund_id HAVING SUM(debit_fen) <> SUM(credit_fen)) OR NOT EXISTS (SELECT 1 FROM voucher_entry WHERE voucher_id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'voucher: every fund balances'); END",
        "CREATE TRIGGER voucher_no_insert_posted BEFORE INSERT ON voucher FOR EACH ROW WHEN (NEW.posted_at IS NOT NULL OR NEW.approved_at IS NOT NULL OR NEW.reviewed_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'voucher: none is born approved or posted'); END",
        "CREATE TRIGGER voucher_entry_no_late_insert BEFORE INSERT ON voucher_entry FOR EACH ROW WHEN (EXISTS (SELECT 1 FROM voucher WHERE id = NEW.voucher_id AND (reviewed_at IS NOT NULL OR approved_at IS NOT NULL OR posted_at IS NOT NULL OR discarded_at IS NOT NULL))) BEGIN SELECT RAISE(ABORT, 'voucher_entry: the voucher is no longer being prepared'); END",
        "CREATE TRIGGER payment_no_unposted BEFORE INSERT ON payment FOR EACH ROW WHEN (NOT EXISTS (SELECT 1 FROM voucher WHERE id = NEW.voucher_id AND posted_at IS NOT NULL)) BEGIN SELECT RAISE(ABORT, 'payment: only what is posted is paid'); END",
        "CREATE TRIGGER book_period_no_reopening BEFORE UPDATE ON book_period FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'book_period: closed periods stay closed'); END",
        "CREATE TRIGGER fund_hold_no_second_outcome BEFORE UPDATE ON fund_hold FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'fund_hold: posted or voided once'); END",
        "CREATE TRIGGER fund_hold_no_other_content BEFORE UPDATE ON fund_hold FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.book_id <> OLD.book_id OR NEW.fund_id <> OLD.fund_id OR NEW.amount_fen <> OLD.amount_fen OR NEW.key <> OLD.key) BEGIN SELECT RAISE(ABORT, 'fund_hold: a reservation is not changed'); END",
        "CREATE TRIGGER fund_no_other_content BEFORE UPDATE ON fund FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.book_id <> OLD.book_id OR NEW.code <> OLD.code OR NEW.purpose <> OLD.purpose) BEGIN SELECT RAISE(ABORT, 'fund: what a fund is for is not changed'); END",
        "CREATE TRIGGER archive_item_number_no_return BEFORE UPDATE ON archive_item_number FOR EACH ROW WHEN (NEW.last <= OLD.last) BEGIN SELECT RAISE(ABORT, 'archive_item_number: numbers only grow'); END",
        "CREATE TRIGGER archive_item_number_no_delete BEFORE DELETE ON archive_item_number FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'archive_item_number: numbers only grow'); END",
        "CREATE TRIGGER archive_item_no_renaming BEFORE UPDATE ON archive_item FOR EACH ROW WHEN (NEW.reference_code <> OLD.reference_code OR NEW.case_id <> OLD.case_id) BEGIN SELECT RAISE(ABORT, 'archive_item: a code is given for ever'); END",
        "CREATE TRIGGER archive_item_no_delete BEFORE DELETE ON archive_item FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'archive_item: a code is given for ever'); END",
        "CREATE TRIGGER archive_check_no_update BEFORE UPDATE ON archive_check FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'archive_check: rows are only ever added'); END",
        "CREATE TRIGGER archive_check_no_delete BEFORE DELETE ON archive_check FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'archive_check: rows are only ever added'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_event_no_update() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'audit_event: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_event_no_update()",
        "CREATE OR REPLACE FUNCTION audit_event_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'audit_event: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_event_no_delete()",
        "CREATE OR REPLACE FUNCTION audit_event_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'audit_event: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION audit_event_no_truncate()",
        "CREATE OR REPLACE FUNCTION audit_node_no_update() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'audit_node: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER audit_node_no_update BEFORE UPDATE ON audit_node FOR EACH ROW EXECUTE FUNCTION audit_node_no_update()",
        "CREATE OR REPLACE FUNCTION audit_node_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'audit_node: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER audit_node_no_delete BEFORE DELETE ON audit_node FOR EACH ROW EXECUTE FUNCTION audit_node_no_delete()",
        "CREATE OR REPLACE FUNCTION audit_node_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'audit_node: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER audit_node_no_truncate BEFORE TRUNCATE ON audit_node FOR EACH STATEMENT EXECUTE FUNCTION audit_node_no_truncate()",
        "CREATE OR REPLACE FUNCTION audit_checkpoint_no_update() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'audit_checkpoint: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint FOR EACH ROW EXECUTE FUNCTION audit_checkpoint_no_update()",
        "CREATE OR REPLACE FUNCTION audit_checkpoint_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'audit_checkpoint: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint FOR EACH ROW EXECUTE FUNCTION audit_checkpoint_no_delete()",
        "CREATE OR REPLACE FUNCTION audit_checkpoint_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'audit_checkpoint: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER audit_checkpoint_no_truncate BEFORE TRUNCATE ON audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION audit_checkpoint_no_truncate()",
        "CREATE OR REPLACE FUNCTION audit_head_no_shrinking() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'audit_head: the log only grows', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER audit_head_no_shrinking BEFORE UPDATE ON audit_head FOR EACH ROW WHEN (NEW.size <= OLD.size) EXECUTE FUNCTION audit_head_no_shrinking()",
        "CREATE OR REPLACE FUNCTION audit_head_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'audit_head: the log only grows', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_head_no_delete()",
        "CREATE OR REPLACE FUNCTION audit_head_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'audit_head: the log only grows', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_head_no_truncate()",
        "CREATE OR REPLACE FUNCTION book_account_no_update() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'book_account: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER book_account_no_update BEFORE UPDATE ON book_account FOR EACH ROW EXECUTE FUNCTION book_account_no_update()",
        "CREATE OR REPLACE FUNCTION book_account_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'book_account: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER book_account_no_delete BEFORE DELETE ON book_account FOR EACH ROW EXECUTE FUNCTION book_account_no_delete()",
        "CREATE OR REPLACE FUNCTION book_account_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'book_account: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER book_account_no_truncate BEFORE TRUNCATE ON book_account FOR EACH STATEMENT EXECUTE FUNCTION book_account_no_truncate()",
        "CREATE OR REPLACE FUNCTION book_officer_no_update() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'book_officer: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER book_officer_no_update BEFORE UPDATE ON book_officer FOR EACH ROW EXECUTE FUNCTION book_officer_no_update()",
        "CREATE OR REPLACE FUNCTION book_officer_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'book_officer: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER book_officer_no_delete BEFORE DELETE ON book_officer FOR EACH ROW EXECUTE FUNCTION book_officer_no_delete()",
        "CREATE OR REPLACE FUNCTION book_officer_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'book_officer: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER book_officer_no_truncate BEFORE TRUNCATE ON book_officer FOR EACH STATEMENT EXECUTE FUNCTION book_officer_no_truncate()",
        "CREATE OR REPLACE FUNCTION voucher_entry_no_update() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'voucher_entry: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER voucher_entry_no_update BEFORE UPDATE ON voucher_entry FOR EACH ROW EXECUTE FUNCTION voucher_entry_no_update()",
        "CREATE OR REPLACE FUNCTION voucher_entry_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'voucher_entry: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER voucher_entry_no_delete BEFORE DELETE ON voucher_entry FOR EACH ROW EXECUTE FUNCTION voucher_entry_no_delete()",
        "CREATE OR REPLACE FUNCTION voucher_entry_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'voucher_entry: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER voucher_entry_no_truncate BEFORE TRUNCATE ON voucher_entry FOR EACH STATEMENT EXECUTE FUNCTION voucher_entry_no_truncate()",
        "CREATE OR REPLACE FUNCTION payment_no_update() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'payment: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER payment_no_update BEFORE UPDATE ON payment FOR EACH ROW EXECUTE FUNCTION payment_no_update()",
        "CREATE OR REPLACE FUNCTION payment_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'payment: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER payment_no_delete BEFORE DELETE ON payment FOR EACH ROW EXECUTE FUNCTION payment_no_delete()",
        "CREATE OR REPLACE FUNCTION payment_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'payment: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER payment_no_truncate BEFORE TRUNCATE ON payment FOR EACH STATEMENT EXECUTE FUNCTION payment_no_truncate()",
        "CREATE OR REPLACE FUNCTION book_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'book: rows are never taken away', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER book_no_delete BEFORE DELETE ON book FOR EACH ROW EXECUTE FUNCTION book_no_delete()",
        "CREATE OR REPLACE FUNCTION book_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'book: rows are never taken away', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER book_no_truncate BEFORE TRUNCATE ON book FOR EACH STATEMENT EXECUTE FUNCTION book_no_truncate()",
        "CREATE OR REPLACE FUNCTION book_period_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'book_period: rows are never taken away', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER book_period_no_delete BEFORE DELETE ON book_period FOR EACH ROW EXECUTE FUNCTION book_period_no_delete()",
        "CREATE OR REPLACE FUNCTION book_period_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'book_period: rows are never taken away', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER book_period_no_truncate BEFORE TRUNCATE ON book_period FOR EACH STATEMENT EXECUTE FUNCTION book_period_no_truncate()",
        "CREATE OR REPLACE FUNCTION fund_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'fund: rows are never taken away', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER fund_no_delete BEFORE DELETE ON fund FOR EACH ROW EXECUTE FUNCTION fund_no_delete()",
        "CREATE OR REPLACE FUNCTION fund_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'fund: rows are never taken away', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER fund_no_truncate BEFORE TRUNCATE ON fund FOR EACH STATEMENT EXECUTE FUNCTION fund_no_truncate()",
        "CREATE OR REPLACE FUNCTION fund_hold_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'fund_hold: rows are never taken away', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER fund_hold_no_delete BEFORE DELETE ON fund_hold FOR EACH ROW EXECUTE FUNCTION fund_hold_no_delete()",
        "CREATE OR REPLACE FUNCTION fund_hold_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'fund_hold: rows are never taken away', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER fund_hold_no_truncate BEFORE TRUNCATE ON fund_hold FOR EACH STATEMENT EXECUTE FUNCTION fund_hold_no_truncate()",
        "CREATE OR REPLACE FUNCTION voucher_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'voucher: rows are never taken away', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER voucher_no_delete BEFORE DELETE ON voucher FOR EACH ROW EXECUTE FUNCTION voucher_no_delete()",
        "CREATE OR REPLACE FUNCTION voucher_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'voucher: rows are never taken away', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER voucher_no_truncate BEFORE TRUNCATE ON voucher FOR EACH STATEMENT EXECUTE FUNCTION voucher_no_truncate()",
        "CREATE OR REPLACE FUNCTION voucher_no_change_once_posted() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'voucher: posted vouchers are not changed', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER voucher_no_change_once_posted BEFORE UPDATE ON voucher FOR EACH ROW WHEN (OLD.posted_at IS NOT NULL) EXECUTE FUNCTION voucher_no_change_once_posted()",
        "CREATE OR REPLACE FUNCTION voucher_no_change_once_discarded() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'voucher: discarded vouchers are not changed', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER voucher_no_change_once_discarded BEFORE UPDATE ON voucher FOR EACH ROW WHEN (OLD.discarded_at IS NOT NULL) EXECUTE FUNCTION voucher_no_change_once_discarded()",
        "CREATE OR REPLACE FUNCTION voucher_no_other_content() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'voucher: what was prepared is not changed', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER voucher_no_other_content BEFORE UPDATE ON voucher FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.book_id <> OLD.book_id OR NEW.type <> OLD.type OR NEW.month <> OLD.month OR NEW.day <> OLD.day OR NEW.summary <> OLD.summary OR NEW.purpose <> OLD.purpose OR NEW.key <> OLD.key OR NEW.request <> OLD.request OR NEW.prepared_by <> OLD.prepared_by OR NEW.prepared_at <> OLD.prepared_at OR (OLD.case_id IS NOT NULL AND (NEW.case_id IS NULL OR NEW.case_id <> OLD.case_id)) OR (OLD.action_id IS NOT NULL AND (NEW.action_id IS NULL OR NEW.action_id <> OLD.action_id)) OR (OLD.hold_id IS NOT NULL AND (NEW.hold_id IS NULL OR NEW.hold_id <> OLD.hold_id)) OR (OLD.reverses_id IS NOT NULL AND (NEW.reverses_id IS NULL OR NEW.reverses_id <> OLD.reverses_id)) OR (OLD.corrects_id IS NOT NULL AND (NEW.corrects_id IS NULL OR NEW.corrects_id <> OLD.corrects_id)) OR (OLD.reviewed_by IS NOT NULL AND (NEW.reviewed_by IS NULL OR NEW.reviewed_by <> OLD.reviewed_by)) OR (OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at IS NULL OR NEW.reviewed_at <> OLD.reviewed_at)) OR (OLD.approved_by IS NOT NULL AND (NEW.approved_by IS NULL OR NEW.approved_by <> OLD.approved_by)) OR (OLD.approved_at IS NOT NULL AND (NEW.approved_at IS NULL OR NEW.approved_at <> OLD.approved_at)) OR (OLD.case_id IS NULL AND NEW.case_id IS NOT NULL) OR (OLD.action_id IS NULL AND NEW.action_id IS NOT NULL) OR (OLD.hold_id IS NULL AND NEW.hold_id IS NOT NULL) OR (OLD.reverses_id IS NULL AND NEW.reverses_id IS NOT NULL) OR (OLD.corrects_id IS NULL AND NEW.corrects_id IS NOT NULL)) EXECUTE FUNCTION voucher_no_other_content()",
        "CREATE OR REPLACE FUNCTION voucher_no_closed_period() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN IF EXISTS (SELECT 1 FROM book_period WHERE book_id = NEW.book_id AND month >= NEW.month AND closed_at IS NOT NULL) THEN RAISE EXCEPTION USING MESSAGE = 'voucher: the period is closed', ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $refuse$",
        "CREATE TRIGGER voucher_no_closed_period BEFORE UPDATE ON voucher FOR EACH ROW WHEN (NEW.posted_at IS NOT NULL AND OLD.posted_at IS NULL) EXECUTE FUNCTION voucher_no_closed_period()",
        "CREATE OR REPLACE FUNCTION voucher_no_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN IF EXISTS (SELECT 1 FROM voucher_entry WHERE voucher_id = NEW.id GROUP BY fund_id HAVING SUM(debit_fen) <> SUM(credit_fen)) OR NOT EXISTS (SELECT 1 FROM voucher_entry WHERE voucher_id = NEW.id) THEN RAISE EXCEPTION USING MESSAGE = 'voucher: every fund balances', ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $refuse$",
        "CREATE TRIGGER voucher_no_unbalanced BEFORE UPDATE ON voucher FOR EACH ROW WHEN (NEW.posted_at IS NOT NULL AND OLD.posted_at IS NULL) EXECUTE FUNCTION voucher_no_unbalanced()",
        "CREATE OR REPLACE FUNCTION voucher_no_insert_posted() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'voucher: none is born approved or posted', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER voucher_no_insert_posted BEFORE INSERT ON voucher FOR EACH ROW WHEN (NEW.posted_at IS NOT NULL OR NEW.approved_at IS NOT NULL OR NEW.reviewed_at IS NOT NULL) EXECUTE FUNCTION voucher_no_insert_posted()",
        "CREATE OR REPLACE FUNCTION voucher_entry_no_late_insert() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN IF EXISTS (SELECT 1 FROM voucher WHERE id = NEW.voucher_id AND (reviewed_at IS NOT NULL OR approved_at IS NOT NULL OR posted_at IS NOT NULL OR discarded_at IS NOT NULL)) THEN RAISE EXCEPTION USING MESSAGE = 'voucher_entry: the voucher is no longer being prepared', ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $refuse$",
        "CREATE TRIGGER voucher_entry_no_late_insert BEFORE INSERT ON voucher_entry FOR EACH ROW EXECUTE FUNCTION voucher_entry_no_late_insert()",
        "CREATE OR REPLACE FUNCTION payment_no_unposted() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN IF NOT EXISTS (SELECT 1 FROM voucher WHERE id = NEW.voucher_id AND posted_at IS NOT NULL) THEN RAISE EXCEPTION USING MESSAGE = 'payment: only what is posted is paid', ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $refuse$",
        "CREATE TRIGGER payment_no_unposted BEFORE INSERT ON payment FOR EACH ROW EXECUTE FUNCTION payment_no_unposted()",
        "CREATE OR REPLACE FUNCTION book_period_no_reopening() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'book_period: closed periods stay closed', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER book_period_no_reopening BEFORE UPDATE ON book_period FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION book_period_no_reopening()",
        "CREATE OR REPLACE FUNCTION fund_hold_no_second_outcome() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'fund_hold: posted or voided once', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER fund_hold_no_second_outcome BEFORE UPDATE ON fund_hold FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL) EXECUTE FUNCTION fund_hold_no_second_outcome()",
        "CREATE OR REPLACE FUNCTION fund_hold_no_other_content() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'fund_hold: a reservation is not changed', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER fund_hold_no_other_content BEFORE UPDATE ON fund_hold FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.book_id <> OLD.book_id OR NEW.fund_id <> OLD.fund_id OR NEW.amount_fen <> OLD.amount_fen OR NEW.key <> OLD.key) EXECUTE FUNCTION fund_hold_no_other_content()",
        "CREATE OR REPLACE FUNCTION fund_no_other_content() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'fund: what a fund is for is not changed', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER fund_no_other_content BEFORE UPDATE ON fund FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.book_id <> OLD.book_id OR NEW.code <> OLD.code OR NEW.purpose <> OLD.purpose) EXECUTE FUNCTION fund_no_other_content()",
        "CREATE OR REPLACE FUNCTION archive_item_number_no_return() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'archive_item_number: numbers only grow', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER archive_item_number_no_return BEFORE UPDATE ON archive_item_number FOR EACH ROW WHEN (NEW.last <= OLD.last) EXECUTE FUNCTION archive_item_number_no_return()",
        "CREATE OR REPLACE FUNCTION archive_item_number_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'archive_item_number: numbers only grow', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER archive_item_number_no_delete BEFORE DELETE ON archive_item_number FOR EACH ROW EXECUTE FUNCTION archive_item_number_no_delete()",
        "CREATE OR REPLACE FUNCTION archive_item_number_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'archive_item_number: numbers only grow', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER archive_item_number_no_truncate BEFORE TRUNCATE ON archive_item_number FOR EACH STATEMENT EXECUTE FUNCTION archive_item_number_no_truncate()",
        "CREATE OR REPLACE FUNCTION archive_item_no_renaming() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'archive_item: a code is given for ever', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER archive_item_no_renaming BEFORE UPDATE ON archive_item FOR EACH ROW WHEN (NEW.reference_code <> OLD.reference_code OR NEW.case_id <> OLD.case_id) EXECUTE FUNCTION archive_item_no_renaming()",
        "CREATE OR REPLACE FUNCTION archive_item_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'archive_item: a code is given for ever', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER archive_item_no_delete BEFORE DELETE ON archive_item FOR EACH ROW EXECUTE FUNCTION archive_item_no_delete()",
        "CREATE OR REPLACE FUNCTION archive_item_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'archive_item: a code is given for ever', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER archive_item_no_truncate BEFORE TRUNCATE ON archive_item FOR EACH STATEMENT EXECUTE FUNCTION archive_item_no_truncate()",
        "CREATE OR REPLACE FUNCTION archive_check_no_update() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'archive_check: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER archive_check_no_update BEFORE UPDATE ON archive_check FOR EACH ROW EXECUTE FUNCTION archive_check_no_update()",
        "CREATE OR REPLACE FUNCTION archive_check_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'archive_check: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER archive_check_no_delete BEFORE DELETE ON archive_check FOR EACH ROW EXECUTE FUNCTION archive_check_no_delete()",
        "CREATE OR REPLACE FUNCTION archive_check_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'archive_check: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER archive_check_no_truncate BEFORE TRUNCATE ON archive_check FOR EACH STATEMENT EXECUTE FUNCTION archive_check_no_truncate()",
    ),
}
"""Triggers that refuse to change what is kept for ever, by dialect."""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "archive_fonds",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("unit_path", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_archive_fonds")),
        sa.UniqueConstraint("unit_path", name=op.f("uq_archive_fonds_unit_path")),
    )
    op.create_table(
        "archive_item",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("reference_code", sa.String(length=80), nullable=False),
        sa.Column("fonds", sa.String(length=10), nullable=False),
        sa.Column("category", sa.String(length=2), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("retention", sa.String(length=4), nullable=False),
        sa.Column("organ", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("retention_to_confirm", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("unit_path", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reserved_at", UtcDateTime(), nullable=False),
        sa.Column("package", sa.String(length=400), nullable=False),
        sa.Column("manifest_sha256", sa.String(length=64), nullable=False),
        sa.Column("tagmanifest_sha256", sa.String(length=64), nullable=False),
        sa.Column("filed_at", UtcDateTime(), nullable=True),
        sa.Column("filed_by", sa.String(length=36), nullable=True),
        sa.Column("destroy_after", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_item")),
        sa.UniqueConstraint("case_id", name=op.f("uq_archive_item_case_id")),
        sa.UniqueConstraint(
            "fonds",
            "category",
            "year",
            "retention",
            "organ",
            "number",
            name=op.f("uq_archive_item_fonds_category_year_retention_organ_number"),
        ),
        sa.UniqueConstraint("reference_code", name=op.f("uq_archive_item_reference_code")),
    )
    with op.batch_alter_table("archive_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_archive_item_destroy_after"), ["destroy_after"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_archive_item_state"), ["state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_archive_item_unit_path"), ["unit_path"], unique=False
        )

    op.create_table(
        "archive_item_number",
        sa.Column("fonds", sa.String(length=10), nullable=False),
        sa.Column("category", sa.String(length=2), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("retention", sa.String(length=4), nullable=False),
        sa.Column("organ", sa.String(length=20), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "fonds",
            "category",
            "year",
            "retention",
            "organ",
            name=op.f("pk_archive_item_number"),
        ),
    )
    op.create_table(
        "audit_checkpoint",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("signer", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("size", "signer", name=op.f("pk_audit_checkpoint")),
    )
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("seq >= 0", name=op.f("ck_audit_event_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_mention",
        sa.Column("thing", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("thing", "seq", name=op.f("pk_audit_mention")),
    )
    with op.batch_alter_table("audit_mention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_mention_seq"), ["seq"], unique=False)

    op.create_table(
        "audit_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("node_index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("level >= 1", name=op.f("ck_audit_node_level")),
        sa.PrimaryKeyConstraint("level", "node_index", name=op.f("pk_audit_node")),
    )
    op.create_table(
        "audit_salt",
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=36), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("commitment", name=op.f("pk_audit_salt")),
    )
    with op.batch_alter_table("audit_salt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_salt_subject"), ["subject"], unique=False)

    op.create_table(
        "book",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("chart", sa.String(length=60), nullable=False),
        sa.Column("posting", JsonText(), nullable=False),
        sa.Column("review_required", sa.Boolean(), nullable=False),
        sa.Column("fund_transfers_allowed", sa.Boolean(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book")),
    )
    with op.batch_alter_table("book", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_book_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "case_number",
        sa.Column("unit_path", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit_path", "year", name=op.f("pk_case_number")),
    )
    op.create_table(
        "intake_batch",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("unit_path", sa.String(length=200), nullable=False),
        sa.Column("opened_by", sa.String(length=36), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_batch")),
    )
    with op.batch_alter_table("intake_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_intake_batch_unit_path"), ["unit_path"], unique=False
        )

    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("blob_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("case_id", "kind", "key", name=op.f("uq_letter_case_id_kind_key")),
        sa.UniqueConstraint("number", name=op.f("uq_letter_number")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_case_id"), ["case_id"], unique=False)

    op.create_table(
        "letter_number",
        sa.Column("unit_path", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit_path", "kind", "year", name=op.f("pk_letter_number")),
    )
    op.create_table(
        "letter_order",
        sa.Column("letter_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("data", JsonText(), nullable=False),
        sa.Column("ordered_at", UtcDateTime(), nullable=False),
        sa.Column("ordered_by", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_order")),
        sa.UniqueConstraint("number", name=op.f("uq_letter_order_number")),
    )
    with op.batch_alter_table("letter_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_order_case_id"), ["case_id"], unique=False)

    op.create_table(
        "letter_receipt",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_letter_receipt")),
    )
    with op.batch_alter_table("letter_receipt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_letter_receipt_case_id"), ["case_id"], unique=False
        )

    op.create_table(
        "login_attempt",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_login_attempt")),
    )
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_attempt_last_at"), ["last_at"], unique=False)

    op.create_table(
        "object_key",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("destroyed_at", UtcDateTime(), nullable=True),
        sa.Column("swept_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_object_key")),
    )
    with op.batch_alter_table("object_key", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_object_key_destroyed_at"), ["destroyed_at"], unique=False
        )

    op.create_table(
        "office",
        sa.Column("unit_path", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("hours", sa.String(length=120), nullable=False),
        sa.Column("hotline", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("unit_path", name=op.f("pk_office")),
    )
    op.create_table(
        "parameter_value",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("legal_source", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(length=36), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code", "valid_from", name=op.f("pk_parameter_value")),
    )
    op.create_table(
        "public_notice",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(length=400), nullable=False),
        sa.Column("fields", JsonText(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_notice")),
        sa.UniqueConstraint("case_id", "key", name=op.f("uq_public_notice_case_id_key")),
    )
    with op.batch_alter_table("public_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_public_notice_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_notice_ends"), ["ends"], unique=False)

    op.create_table(
        "reading",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(length=80), nullable=False),
        sa.Column("engine_version", sa.String(length=80), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("body_blob", sa.String(length=100), nullable=True),
        sa.Column("failed_code", sa.String(length=60), nullable=True),
        sa.Column("failed_message", sa.Text(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("file_id", "attempt", name=op.f("uq_reading_file_id_attempt")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_file_id"), ["file_id"], unique=False)

    op.create_table(
        "service_case",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("batch_id", sa.String(length=36), nullable=False),
        sa.Column("unit_path", sa.String(length=200), nullable=False),
        sa.Column("service", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("opened_by", sa.String(length=36), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("case_no", sa.String(length=40), nullable=True),
        sa.Column("applicant", sa.String(length=100), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("stage_role", sa.String(length=40), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_provisional", sa.Boolean(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("blocking", sa.Integer(), nullable=False),
        sa.Column("reference_code", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_case")),
        sa.UniqueConstraint("batch_id", name=op.f("uq_service_case_batch_id")),
        sa.UniqueConstraint("case_no", name=op.f("uq_service_case_case_no")),
        sa.UniqueConstraint("reference_code", name=op.f("uq_service_case_reference_code")),
    )
    with op.batch_alter_table("service_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_case_opened_at"), ["opened_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_service_case_service"), ["service"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_service_case_stage_role"), ["stage_role"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_service_case_status"), ["status"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_service_case_unit_path"), ["unit_path"], unique=False
        )

    op.create_table(
        "unit",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("parent_id", sa.String(length=36), nullable=True),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("path", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(code) = 4", name=op.f("ck_unit_code")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("path", name=op.f("uq_unit_path")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("login", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("password_changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("login", name=op.f("uq_user_account_login")),
    )
    op.create_table(
        "worker_heartbeat",
        sa.Column("executor", sa.String(length=80), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("executor", name=op.f("pk_worker_heartbeat")),
    )
    op.create_table(
        "archive_check",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=36), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("results", JsonText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["archive_item.id"], name=op.f("fk_archive_check_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_check")),
    )
    with op.batch_alter_table("archive_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archive_check_item_id"), ["item_id"], unique=False)

    op.create_table(
        "archive_scheme",
        sa.Column("fonds", sa.String(length=10), nullable=False),
        sa.Column("category", sa.String(length=2), nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("digits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fonds"], ["archive_fonds.code"], name=op.f("fk_archive_scheme_fonds")
        ),
        sa.PrimaryKeyConstraint("fonds", "category", name=op.f("pk_archive_scheme")),
    )
    op.create_table(
        "book_account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("book_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("side", sa.String(length=6), nullable=False),
        sa.Column("money", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_book_account_book_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_account")),
        sa.UniqueConstraint("book_id", "code", name=op.f("uq_book_account_book_id_code")),
    )
    op.create_table(
        "book_officer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("book_id", sa.String(length=36), nullable=False),
        sa.Column("office", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("appointed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_book_officer_book_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_officer")),
    )
    with op.batch_alter_table("book_officer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_book_officer_book_id"), ["book_id"], unique=False)

    op.create_table(
        "book_period",
        sa.Column("book_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("closed_by", sa.String(length=36), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closing", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (closing IS NULL)",
            name=op.f("ck_book_period_closed"),
        ),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_book_period_book_id")),
        sa.PrimaryKeyConstraint("book_id", "month", name=op.f("pk_book_period")),
    )
    op.create_table(
        "case_action",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("body", JsonText(), nullable=False),
        sa.Column("actor", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["service_case.id"], name=op.f("fk_case_action_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_action")),
        sa.UniqueConstraint("case_id", "key", name=op.f("uq_case_action_case_id_key")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_action_case_id_number")),
    )
    with op.batch_alter_table("case_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_action_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_form",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("person_revision", sa.Integer(), nullable=False),
        sa.Column("form", JsonText(), nullable=False),
        sa.Column("origins", JsonText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["service_case.id"], name=op.f("fk_case_form_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_form")),
    )
    op.create_table(
        "case_material_mark",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("person_pointer", sa.String(length=120), nullable=False),
        sa.Column("originals_seen_by", sa.String(length=36), nullable=True),
        sa.Column("waived_by", sa.String(length=36), nullable=True),
        sa.Column("not_found_by", sa.String(length=36), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["service_case.id"], name=op.f("fk_case_material_mark_case_id")
        ),
        sa.PrimaryKeyConstraint(
            "case_id", "code", "person_pointer", name=op.f("pk_case_material_mark")
        ),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reading_id", sa.String(length=36), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_type", sa.String(length=60), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("parts", JsonText(), nullable=False),
        sa.Column("page_ids", JsonText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["reading.id"], name=op.f("fk_document_reading_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("reading_id", "number", name=op.f("uq_document_reading_id_number")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_document_type"), ["document_type"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_document_file_id"), ["file_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_document_reading_id"), ["reading_id"], unique=False
        )

    op.create_table(
        "fund",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("book_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("net_fen", sa.BigInteger(), nullable=False),
        sa.Column("money_fen", sa.BigInteger(), nullable=False),
        sa.Column("held_fen", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "held_fen >= 0 AND net_fen >= held_fen AND money_fen >= held_fen",
            name=op.f("ck_fund_covered"),
        ),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_fund_book_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("book_id", "code", name=op.f("uq_fund_book_id_code")),
    )
    op.create_table(
        "intake_file",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("batch_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("blob_name", sa.String(length=100), nullable=False),
        sa.Column("received_by", sa.String(length=36), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["intake_batch.id"], name=op.f("fk_intake_file_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_file")),
        sa.UniqueConstraint("batch_id", "sha256", name=op.f("uq_intake_file_batch_id_sha256")),
    )
    with op.batch_alter_table("intake_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_file_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "login_session",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_login_session_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_login_session_token_sha256")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "page",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reading_id", sa.String(length=36), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("turned", sa.Integer(), nullable=False),
        sa.Column("skew", sa.Float(), nullable=False),
        sa.Column("image_blob", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["reading.id"], name=op.f("fk_page_reading_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
        sa.UniqueConstraint("reading_id", "number", name=op.f("uq_page_reading_id_number")),
    )
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_page_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_page_reading_id"), ["reading_id"], unique=False)

    op.create_table(
        "public_notice_objection",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("notice_id", sa.String(length=36), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("received_by", sa.String(length=36), nullable=False),
        sa.Column("summary", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["public_notice.id"],
            name=op.f("fk_public_notice_objection_notice_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_notice_objection")),
    )
    with op.batch_alter_table("public_notice_objection", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_public_notice_objection_notice_id"), ["notice_id"], unique=False
        )

    op.create_table(
        "reading_finding",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reading_id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["reading.id"], name=op.f("fk_reading_finding_reading_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_finding")),
    )
    with op.batch_alter_table("reading_finding", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reading_finding_reading_id"), ["reading_id"], unique=False
        )

    op.create_table(
        "role_grant",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_role_grant_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", "role", "unit_id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "document_value",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("auto", sa.Boolean(), nullable=False),
        sa.Column("page_id", sa.String(length=36), nullable=True),
        sa.Column("box", JsonText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_value_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_value")),
        sa.UniqueConstraint(
            "document_id", "name", name=op.f("uq_document_value_document_id_name")
        ),
    )
    with op.batch_alter_table("document_value", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_value_document_id"), ["document_id"], unique=False
        )

    op.create_table(
        "fund_day",
        sa.Column("fund_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("debit_fen", sa.BigInteger(), nullable=False),
        sa.Column("credit_fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["book_account.id"], name=op.f("fk_fund_day_account_id")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_day_fund_id")),
        sa.PrimaryKeyConstraint("fund_id", "account_id", "day", name=op.f("pk_fund_day")),
    )
    op.create_table(
        "fund_hold",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("book_id", sa.String(length=36), nullable=False),
        sa.Column("fund_id", sa.String(length=36), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=True),
        sa.Column("held_by", sa.String(length=36), nullable=False),
        sa.Column("held_at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=6), nullable=True),
        sa.Column("settled_by", sa.String(length=36), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('posted', 'voided')", name=op.f("ck_fund_hold_outcome")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL)", name=op.f("ck_fund_hold_settled")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_fund_hold_amount")),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_fund_hold_book_id")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_hold_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_hold")),
        sa.UniqueConstraint("book_id", "key", name=op.f("uq_fund_hold_book_id_key")),
    )
    with op.batch_alter_table("fund_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_hold_case_id"), ["case_id"], unique=False)

    op.create_table(
        "value_correction",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("corrected_by", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_value_correction_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_correction")),
    )
    with op.batch_alter_table("value_correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_value_correction_document_id"), ["document_id"], unique=False
        )

    op.create_table(
        "voucher",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("book_id", sa.String(length=36), nullable=False),
        sa.Column("type", sa.String(length=1), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=True),
        sa.Column("action_id", sa.String(length=36), nullable=True),
        sa.Column("hold_id", sa.String(length=36), nullable=True),
        sa.Column("reverses_id", sa.String(length=36), nullable=True),
        sa.Column("corrects_id", sa.String(length=36), nullable=True),
        sa.Column("prepared_by", sa.String(length=36), nullable=False),
        sa.Column("prepared_at", UtcDateTime(), nullable=False),
        sa.Column("reviewed_by", sa.String(length=36), nullable=True),
        sa.Column("reviewed_at", UtcDateTime(), nullable=True),
        sa.Column("approved_by", sa.String(length=36), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("posted_by", sa.String(length=36), nullable=True),
        sa.Column("posted_at", UtcDateTime(), nullable=True),
        sa.Column("discarded_by", sa.String(length=36), nullable=True),
        sa.Column("discarded_at", UtcDateTime(), nullable=True),
        sa.Column("discard_reason", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "approved_by <> prepared_by AND approved_by <> 'system' AND (reviewed_by IS NULL OR approved_by IS NULL OR approved_by <> reviewed_by)",
            name=op.f("ck_voucher_approver"),
        ),
        sa.CheckConstraint("type IN ('收', '付', '转', '记')", name=op.f("ck_voucher_type")),
        sa.CheckConstraint(
            "(approved_by IS NULL) = (approved_at IS NULL)", name=op.f("ck_voucher_approved")
        ),
        sa.CheckConstraint(
            "(discarded_at IS NULL) = (discarded_by IS NULL) AND (discarded_at IS NULL) = (discard_reason IS NULL)",
            name=op.f("ck_voucher_discarded"),
        ),
        sa.CheckConstraint(
            "(posted_at IS NULL) = (number IS NULL) AND (posted_at IS NULL) = (body IS NULL) AND (posted_at IS NULL) = (digest IS NULL) AND (posted_at IS NULL) = (posted_by IS NULL) AND (posted_at IS NULL OR approved_at IS NOT NULL) AND (posted_at IS NULL OR discarded_at IS NULL)",
            name=op.f("ck_voucher_posted"),
        ),
        sa.CheckConstraint(
            "(reviewed_by IS NULL) = (reviewed_at IS NULL)", name=op.f("ck_voucher_reviewed")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_voucher_number")),
        sa.CheckConstraint("reviewed_by <> prepared_by", name=op.f("ck_voucher_reviewer")),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_voucher_book_id")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["voucher.id"], name=op.f("fk_voucher_corrects_id")
        ),
        sa.ForeignKeyConstraint(["hold_id"], ["fund_hold.id"], name=op.f("fk_voucher_hold_id")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["voucher.id"], name=op.f("fk_voucher_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("book_id", "key", name=op.f("uq_voucher_book_id_key")),
        sa.UniqueConstraint(
            "book_id",
            "month",
            "type",
            "number",
            name=op.f("uq_voucher_book_id_month_type_number"),
        ),
    )
    with op.batch_alter_table("voucher", schema=None) as batch_op:
        batch_op.create_index("ix_voucher_book_id_day", ["book_id", "day"], unique=False)
        batch_op.create_index(batch_op.f("ix_voucher_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "uq_voucher_hold",
            ["hold_id"],
            unique=True,
            sqlite_where=sa.text("discarded_at IS NULL"),
            postgresql_where=sa.text("discarded_at IS NULL"),
        )
        batch_op.create_index(
            "uq_voucher_reverses",
            ["reverses_id"],
            unique=True,
            sqlite_where=sa.text("discarded_at IS NULL"),
            postgresql_where=sa.text("discarded_at IS NULL"),
        )

    op.create_table(
        "payment",
        sa.Column("voucher_id", sa.String(length=36), nullable=False),
        sa.Column("cashier", sa.String(length=36), nullable=False),
        sa.Column("bank_reference", sa.String(length=120), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("bank_reference <> ''", name=op.f("ck_payment_reference")),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_payment_voucher_id")
        ),
        sa.PrimaryKeyConstraint("voucher_id", name=op.f("pk_payment")),
    )
    op.create_table(
        "voucher_entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("voucher_id", sa.String(length=36), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("fund_id", sa.String(length=36), nullable=False),
        sa.Column("debit_fen", sa.BigInteger(), nullable=False),
        sa.Column("credit_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(debit_fen = 0) <> (credit_fen = 0)", name=op.f("ck_voucher_entry_one_side")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["book_account.id"], name=op.f("fk_voucher_entry_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["fund.id"], name=op.f("fk_voucher_entry_fund_id")
        ),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_voucher_entry_voucher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_entry")),
        sa.UniqueConstraint(
            "voucher_id", "line", name=op.f("uq_voucher_entry_voucher_id_line")
        ),
    )
    with op.batch_alter_table("voucher_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voucher_entry_fund_id"), ["fund_id"], unique=False)
    for statement in PROTECTION[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("voucher_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voucher_entry_fund_id"))

    op.drop_table("voucher_entry")
    op.drop_table("payment")
    with op.batch_alter_table("voucher", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_voucher_reverses",
            sqlite_where=sa.text("discarded_at IS NULL"),
            postgresql_where=sa.text("discarded_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_voucher_hold",
            sqlite_where=sa.text("discarded_at IS NULL"),
            postgresql_where=sa.text("discarded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_voucher_case_id"))
        batch_op.drop_index("ix_voucher_book_id_day")

    op.drop_table("voucher")
    with op.batch_alter_table("value_correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_value_correction_document_id"))

    op.drop_table("value_correction")
    with op.batch_alter_table("fund_hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_hold_case_id"))

    op.drop_table("fund_hold")
    op.drop_table("fund_day")
    with op.batch_alter_table("document_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_value_document_id"))

    op.drop_table("document_value")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_unit_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("reading_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_finding_reading_id"))

    op.drop_table("reading_finding")
    with op.batch_alter_table("public_notice_objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_public_notice_objection_notice_id"))

    op.drop_table("public_notice_objection")
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_page_reading_id"))
        batch_op.drop_index(batch_op.f("ix_page_file_id"))

    op.drop_table("page")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_user_id"))

    op.drop_table("login_session")
    with op.batch_alter_table("intake_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_file_batch_id"))

    op.drop_table("intake_file")
    op.drop_table("fund")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_reading_id"))
        batch_op.drop_index(batch_op.f("ix_document_file_id"))
        batch_op.drop_index(batch_op.f("ix_document_document_type"))

    op.drop_table("document")
    op.drop_table("case_material_mark")
    op.drop_table("case_form")
    with op.batch_alter_table("case_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_action_case_id"))

    op.drop_table("case_action")
    op.drop_table("book_period")
    with op.batch_alter_table("book_officer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_book_officer_book_id"))

    op.drop_table("book_officer")
    op.drop_table("book_account")
    op.drop_table("archive_scheme")
    with op.batch_alter_table("archive_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_archive_check_item_id"))

    op.drop_table("archive_check")
    op.drop_table("worker_heartbeat")
    op.drop_table("user_account")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_parent_id"))

    op.drop_table("unit")
    with op.batch_alter_table("service_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_case_unit_path"))
        batch_op.drop_index(batch_op.f("ix_service_case_status"))
        batch_op.drop_index(batch_op.f("ix_service_case_stage_role"))
        batch_op.drop_index(batch_op.f("ix_service_case_service"))
        batch_op.drop_index(batch_op.f("ix_service_case_opened_at"))

    op.drop_table("service_case")
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_file_id"))

    op.drop_table("reading")
    with op.batch_alter_table("public_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_public_notice_ends"))
        batch_op.drop_index(batch_op.f("ix_public_notice_case_id"))

    op.drop_table("public_notice")
    op.drop_table("parameter_value")
    op.drop_table("office")
    with op.batch_alter_table("object_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_object_key_destroyed_at"))

    op.drop_table("object_key")
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_attempt_last_at"))

    op.drop_table("login_attempt")
    with op.batch_alter_table("letter_receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_receipt_case_id"))

    op.drop_table("letter_receipt")
    with op.batch_alter_table("letter_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_order_case_id"))

    op.drop_table("letter_order")
    op.drop_table("letter_number")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_case_id"))

    op.drop_table("letter")
    with op.batch_alter_table("intake_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_batch_unit_path"))

    op.drop_table("intake_batch")
    op.drop_table("case_number")
    with op.batch_alter_table("book", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_book_unit_id"))

    op.drop_table("book")
    with op.batch_alter_table("audit_salt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_salt_subject"))

    op.drop_table("audit_salt")
    op.drop_table("audit_node")
    with op.batch_alter_table("audit_mention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_mention_seq"))

    op.drop_table("audit_mention")
    op.drop_table("audit_head")
    op.drop_table("audit_event")
    op.drop_table("audit_checkpoint")
    op.drop_table("archive_item_number")
    with op.batch_alter_table("archive_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_archive_item_unit_path"))
        batch_op.drop_index(batch_op.f("ix_archive_item_state"))
        batch_op.drop_index(batch_op.f("ix_archive_item_destroy_after"))

    op.drop_table("archive_item")
    op.drop_table("archive_fonds")
