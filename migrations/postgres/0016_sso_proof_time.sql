-- Whether the test of these settings told when the person had last proved who they are: without it an old proof of
-- Microsoft's cannot be told from a new one.
alter table sso_registrations add column tells_proof_time boolean not null default false;
