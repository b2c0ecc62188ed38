-- Who has signed in to the console. Of the browser's token there is only its SHA-256.
create table if not exists admin_session (
    token_hash varchar(64) not null primary key,
    actor varchar(100) not null,
    role varchar(12) not null,
    ends_at bigint not null
);
