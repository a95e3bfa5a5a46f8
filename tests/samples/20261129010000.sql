-- After create_outcome: an answer to a question, a removal, a role that was taken away.
insert into outcome (cause, change, result, at) values
    (x'000102030405060708090a0b0c0d0e0f', 'answer', '{"topic":"stage-name","subject":4,"message":31}', 1728000000000),
    (x'000102030405060708090a0b0c0d0e0f', 'stage.rename', 'true', 1728000000001),
    (x'f0e0d0c0b0a090807060504030201000', 'role.revoke', '"Done"', 1728000000002);
