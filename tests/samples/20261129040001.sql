-- After add_reason: a case that an agency does not pursue, and why.
insert into tip_case (id, locator, reply_key, received_on) values
    (x'14000000000000000000000000000000', x'ef00000000000000000000000000000000000000000000000000000000000000', 'age1u', '2024-10-06');
insert into tip_handling (case_id, agency, status, unread, changed_on, closed_on, shown, reason) values
    (x'14000000000000000000000000000000', 'bkpsdm', 'rejected', 0, '2024-10-07', '2024-10-07', 1, 'elsewhere');
