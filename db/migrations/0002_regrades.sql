CREATE TABLE "audit_log" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"course_id" uuid,
	"actor_id" uuid,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"before" json,
	"after" json,
	"why" text
);
--> statement-breakpoint
CREATE TABLE "host_leases" (
	"host" text PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"subnet" text NOT NULL,
	"is_batch" boolean NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "overrides" (
	"id" uuid PRIMARY KEY NOT NULL,
	"submission_id" uuid NOT NULL,
	"check_id" text NOT NULL,
	"earned" integer NOT NULL,
	"reason" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"check_digest" text NOT NULL,
	"look_again_at" timestamp with time zone,
	"lifted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "regrade_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"regrade_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"base_grade_id" uuid,
	"preview_earned" integer,
	"preview_changes" json,
	"replaced_grade_id" uuid,
	"grade_id" uuid,
	"error" json,
	"not_before" timestamp with time zone,
	"faults" integer DEFAULT 0 NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "regrade_items_one" UNIQUE("regrade_id","submission_id")
);
--> statement-breakpoint
CREATE TABLE "regrades" (
	"id" uuid PRIMARY KEY NOT NULL,
	"assignment_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"rubric_id" uuid NOT NULL,
	"filter" json NOT NULL,
	"reason" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"previewed_at" timestamp with time zone,
	"confirmed_at" timestamp with time zone,
	"adopted_in_place_of" uuid,
	"holds" text DEFAULT 'all' NOT NULL,
	"paused_at" timestamp with time zone,
	"cancelled_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"undone_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "assignments" ADD COLUMN "due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "assignments" ADD COLUMN "grace_minutes" integer DEFAULT 60 NOT NULL;--> statement-breakpoint
ALTER TABLE "assignments" ADD COLUMN "policy" text DEFAULT 'latest' NOT NULL;--> statement-breakpoint
ALTER TABLE "grades" ADD COLUMN "version" integer;--> statement-breakpoint
ALTER TABLE "grades" ADD COLUMN "source" text DEFAULT 'visit' NOT NULL;--> statement-breakpoint
ALTER TABLE "grades" ALTER COLUMN "source" DROP DEFAULT;--> statement-breakpoint
UPDATE "grades" SET "version" = "numbered"."version" FROM (SELECT "id", row_number() OVER (PARTITION BY "submission_id" ORDER BY "created_at", "id") AS "version" FROM "grades") "numbered" WHERE "numbered"."id" = "grades"."id";--> statement-breakpoint
ALTER TABLE "grades" ALTER COLUMN "version" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "grades" ADD COLUMN "regrade_id" uuid;--> statement-breakpoint
ALTER TABLE "grades" ADD COLUMN "scored" json;--> statement-breakpoint
ALTER TABLE "grading_runs" ADD COLUMN "regrade_item_id" uuid;--> statement-breakpoint
ALTER TABLE "submissions" ADD COLUMN "not_before" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "submissions" ADD COLUMN "request_id" text;--> statement-breakpoint
ALTER TABLE "overrides" ADD CONSTRAINT "overrides_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "overrides" ADD CONSTRAINT "overrides_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrade_items" ADD CONSTRAINT "regrade_items_regrade_id_regrades_id_fk" FOREIGN KEY ("regrade_id") REFERENCES "public"."regrades"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrade_items" ADD CONSTRAINT "regrade_items_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrade_items" ADD CONSTRAINT "regrade_items_base_grade_id_grades_id_fk" FOREIGN KEY ("base_grade_id") REFERENCES "public"."grades"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrade_items" ADD CONSTRAINT "regrade_items_replaced_grade_id_grades_id_fk" FOREIGN KEY ("replaced_grade_id") REFERENCES "public"."grades"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrade_items" ADD CONSTRAINT "regrade_items_grade_id_grades_id_fk" FOREIGN KEY ("grade_id") REFERENCES "public"."grades"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_rubric_id_rubrics_id_fk" FOREIGN KEY ("rubric_id") REFERENCES "public"."rubrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_adopted_in_place_of_rubrics_id_fk" FOREIGN KEY ("adopted_in_place_of") REFERENCES "public"."rubrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_course" ON "audit_log" USING btree ("course_id","id");--> statement-breakpoint
CREATE INDEX "audit_log_subject" ON "audit_log" USING btree ("subject_id","id");--> statement-breakpoint
CREATE INDEX "host_leases_run" ON "host_leases" USING btree ("run_id");--> statement-breakpoint
CREATE UNIQUE INDEX "overrides_one_standing" ON "overrides" USING btree ("submission_id","check_id") WHERE "overrides"."lifted_at" is null;--> statement-breakpoint
CREATE INDEX "overrides_look_again" ON "overrides" USING btree ("look_again_at") WHERE "overrides"."look_again_at" is not null and "overrides"."lifted_at" is null;--> statement-breakpoint
CREATE INDEX "regrade_items_next" ON "regrade_items" USING btree ("regrade_id","faults","id") WHERE "regrade_items"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "regrade_items_pending" ON "regrade_items" USING btree ("regrade_id","not_before") WHERE "regrade_items"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "regrades_assignment" ON "regrades" USING btree ("assignment_id","id");--> statement-breakpoint
ALTER TABLE "grades" ADD CONSTRAINT "grades_regrade_id_regrades_id_fk" FOREIGN KEY ("regrade_id") REFERENCES "public"."regrades"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "submissions_unsettled" ON "submissions" USING btree ("created_at") WHERE "submissions"."settled_at" is null;--> statement-breakpoint
ALTER TABLE "grades" ADD CONSTRAINT "grades_version" UNIQUE("submission_id","version");--> statement-breakpoint
CREATE FUNCTION "audit_log_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_log is append-only: % is refused', TG_OP;
END $$;--> statement-breakpoint
CREATE TRIGGER "audit_log_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_log" FOR EACH STATEMENT EXECUTE FUNCTION "audit_log_is_append_only"();
