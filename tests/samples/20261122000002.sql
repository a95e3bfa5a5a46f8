-- After create_outbox: a wave and a broadcast with deliveries in every state, and what hangs on them.
insert into campaign (id, kind, rule_id, version, zone, occurrence, title, content, segment, stage, stage_day, mandatory,
        state, fire_at, expected, total, sent, created_at, ended_at) values
    (1, 'reminder', 1, 1, 'WITA', 0, 'H-7', '{"html":"x"}', '{}', 'Masa kampanye', '2024-09-25', 1,
        'done', 1728000000000, 1, 1, 1, 1728000000000, 1728000001000);
insert into campaign (id, kind, title, content, segment, mandatory, state, fire_at, expected, materialised, total, sent,
        unreachable, created_at, created_by) values
    (2, 'broadcast', 'Surat edaran', '{"html":"x"}', '{}', 0, 'running', 1728000000000, 3, 1, 3, 1, 1, 1728000000000, 900009);
insert into delivery (campaign_id, person_id, state, attempt, next_at, boot, message_id, at, reason) values
    (1, 2, 'sent', 0, null, 7, 11, 1728000000000, null),
    (2, 1, 'sent', 0, null, 7, 12, 1728000000000, null),
    (2, 2, 'retry', 1, 1728000060000, null, null, 1728000000000, null),
    (2, 4, 'unreachable', 0, null, 7, null, 1728000000000, 'blocked');
insert into recipient (person_id, muted_at, unreachable_at, unreachable, week, week_sent) values
    (1, 1728000000000, null, null, null, 0), (4, null, 1728000000000, 'blocked', 20000, 1);
insert into campaign_screen (campaign_id, telegram_id, message_id) values (2, 900009, 40);
insert into draft (telegram_id, parts, segment, mandatory, hours_from, hours_to, weekends, on_unknown, paid, updated_at) values
    (900010, '{"album":null,"parts":[{"message":40,"html":"Yth.","media":null}]}', '{}', 0, 420, 1260, 1, 'hold', 0, 1728000000000);
insert into prompt (telegram_id, topic, subject, message_id, asked_at) values (900010, 'broadcast-content', 0, 41, 1728000000000);
insert into summary (day, telegram_id) values ('2024-10-04', 900009);
