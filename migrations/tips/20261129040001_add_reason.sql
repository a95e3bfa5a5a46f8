-- Why an agency does not pursue a case; written: in its reply. None of what was rejected before there were any.
alter table tip_handling add column reason text check (reason is null or (status = 'rejected'
    and reason in ('unclear', 'elsewhere', 'other_matter', 'no_evidence', 'known', 'written')));
