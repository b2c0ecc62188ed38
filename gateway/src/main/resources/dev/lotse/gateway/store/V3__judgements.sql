-- Which pages answer which queries (grades: a JSON object of grade by object id), and how good each release was by that.
create table if not exists judgement (
    site varchar(63) not null,
    query varchar(512) not null,
    grades text not null,
    relevant boolean not null,
    judged_at bigint not null,
    judged_by varchar(100) not null,
    primary key (site, query)
);

create table if not exists release_quality (
    site varchar(63) not null,
    release_number integer not null,
    measured_at bigint not null,
    queries integer not null,
    ndcg double precision not null,
    primary key (site, release_number)
);
