CREATE TABLE "answers_before" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "answers_before_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"manager_id" integer NOT NULL,
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"thread" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"intent" text NOT NULL,
	"entities" jsonb NOT NULL,
	"customer_ids" integer[] NOT NULL,
	"page" jsonb
);
--> statement-breakpoint
ALTER TABLE "answers_before" ADD CONSTRAINT "answers_before_manager_id_managers_id_fk" FOREIGN KEY ("manager_id") REFERENCES "public"."managers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answers_before_thread" ON "answers_before" USING btree ("manager_id","channel","address","thread","id");--> statement-breakpoint
CREATE INDEX "answers_before_at" ON "answers_before" USING btree ("at");