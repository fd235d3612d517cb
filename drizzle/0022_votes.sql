CREATE TABLE "answers_given" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "answers_given_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"manager_id" integer NOT NULL,
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"thread" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"intent" text NOT NULL,
	CONSTRAINT "answers_given_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "votes" (
	"answer" text NOT NULL,
	"manager_id" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"intent" text NOT NULL,
	"helpful" boolean NOT NULL,
	"words" text,
	CONSTRAINT "votes_answer_manager_id_pk" PRIMARY KEY("answer","manager_id")
);
--> statement-breakpoint
ALTER TABLE "answers_given" ADD CONSTRAINT "answers_given_manager_id_managers_id_fk" FOREIGN KEY ("manager_id") REFERENCES "public"."managers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_manager_id_managers_id_fk" FOREIGN KEY ("manager_id") REFERENCES "public"."managers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answers_given_thread" ON "answers_given" USING btree ("manager_id","channel","address","thread","id");--> statement-breakpoint
CREATE INDEX "answers_given_at" ON "answers_given" USING btree ("at");--> statement-breakpoint
CREATE INDEX "votes_manager" ON "votes" USING btree ("manager_id","at");