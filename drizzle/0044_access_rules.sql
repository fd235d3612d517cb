CREATE TABLE "access_rules" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"analysts" text NOT NULL
);
