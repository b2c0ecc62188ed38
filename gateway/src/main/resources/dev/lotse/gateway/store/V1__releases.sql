-- Times are milliseconds since 1970 in UTC. Statements are for H2 (PostgreSQL mode) and PostgreSQL alike.
create table if not exists site (
    name varchar(63) not null primary key
);

create table if not exists change_set (
    site varchar(63) not null,
    id varchar(64) not null,
    name varchar(200) not null,
    note varchar(1000) not null,
    state varchar(12) not null,
    created_at bigint not null,
    created_by varchar(100) not null,
    updated_at bigint not null,
    publish_at bigint,
    release_number integer,
    revision integer not null,
    primary key (site, id)
);

create table if not exists entry_change (
    site varchar(63) not null,
    change_set varchar(64) not null,
    kind varchar(12) not null,
    entry varchar(64) not null,
    content text,
    base varchar(16),
    changed_at bigint not null,
    changed_by varchar(100) not null,
    primary key (site, change_set, kind, entry)
);

create table if not exists rule_release (
    site varchar(63) not null,
    number integer not null,
    hash varchar(64) not null,
    content text not null,
    created_at bigint not null,
    created_by varchar(100) not null,
    note varchar(1000) not null,
    change_set varchar(64),
    restores integer,
    primary key (site, number)
);

create table if not exists audit_entry (
    site varchar(63) not null,
    id integer not null,
    occurred_at bigint not null,
    actor varchar(100) not null,
    action varchar(40) not null,
    subject varchar(200) not null,
    detail varchar(2000) not null,
    chain varchar(64) not null,
    primary key (site, id)
);
