-- After create_calendar: an election with its stages, rules before and within one.
insert into election (id, slug, name, created_at) values (1, 'pilkada-contoh', 'Pilkada Contoh', 1728000000000);
insert into stage (id, election_id, kind, name, first_day, last_day) values
    (1, 1, 'campaign', 'Masa kampanye', '2024-09-25', '2024-11-23'),
    (2, 1, 'vote', 'Pemungutan suara', '2024-11-27', '2024-11-27');
insert into rule (id, stage_id, anchor, days, minute, segment, content, mandatory, repeat_days, since, created_at) values
    (1, 1, 'first', -7, 480, '{"owing":true}', '{"html":"Yth. {nama}"}', 1, 3, 1728000000000, 1728000000000),
    (2, 2, 'last', -1, 480, '{}', '{"html":"Besok"}', 1, null, 1728000000000, 1728000000000);
